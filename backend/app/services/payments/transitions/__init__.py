"""State changes of payments."""
