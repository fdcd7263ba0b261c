"""Tournaments: from their announcement to the last paid prize."""
