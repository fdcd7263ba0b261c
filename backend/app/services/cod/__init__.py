"""Lookups at Activision and what they found."""
