"""Pure rules of a match."""
