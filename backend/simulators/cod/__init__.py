"""Activision's private web API, as far as it is known outside."""
