"""Untrusted uploads of pictures."""
