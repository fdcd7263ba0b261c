"""How rows come to be in tests: one factory for each noun."""
