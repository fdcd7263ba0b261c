"""Tasks of upkeep."""
