"""The rules of the game and of the money, free of any framework."""
