"""Tournaments: publish, enter, check in, seed, play, pay, and cancel."""
