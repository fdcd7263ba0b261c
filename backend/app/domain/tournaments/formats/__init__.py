"""Who meets whom, a module a format."""
