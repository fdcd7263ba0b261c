"""Rings: accounts whose matches with each other do not look like contests."""
