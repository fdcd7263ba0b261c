"""Recurring tournaments, and points over several."""
