"""How a match gets its result: reports, verification, no-shows."""
