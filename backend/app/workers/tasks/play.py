"""Tasks of play."""
