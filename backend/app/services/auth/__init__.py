"""Accounts, sessions, one-time codes, game accounts."""
