"""Finding an opponent: queue, tickets, pairing, challenges."""
