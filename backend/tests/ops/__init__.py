"""What an operator runs, tried on real servers."""
