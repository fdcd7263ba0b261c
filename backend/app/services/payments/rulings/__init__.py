"""Rulings by staff on payments."""
