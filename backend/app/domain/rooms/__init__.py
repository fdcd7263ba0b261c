"""The match room: what two players may write to each other while they play."""
