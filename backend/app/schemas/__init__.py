"""The shapes on the wire, as players and tools see them."""
