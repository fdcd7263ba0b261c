"""Pure rules for finding an opponent."""
