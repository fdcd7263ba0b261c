"""Pure rules of ratings and boards."""
