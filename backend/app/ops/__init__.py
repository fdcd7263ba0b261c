"""What an operator does by hand, once, and no process ever does by itself."""
