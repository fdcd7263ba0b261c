"""The rules of the match room."""
