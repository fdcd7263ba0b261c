"""Payments as staff see them."""
