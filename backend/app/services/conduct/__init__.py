"""Conduct of players: strikes, cooldowns, blocks, risk."""
