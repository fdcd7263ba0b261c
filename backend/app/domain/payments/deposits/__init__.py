"""Pure rules of deposits."""
