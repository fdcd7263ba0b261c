"""Activision's private web API, as far as anybody outside knows it."""
