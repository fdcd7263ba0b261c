"""The rules of the game, without any server."""
