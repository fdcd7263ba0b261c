"""Pure rules of statements."""
