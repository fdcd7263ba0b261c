"""Commands for the terminal, one module each."""
