"""What an operator runs: the proxy, and how it is checked."""
