"""Tournaments: from the announcement to the last prize."""
