"""Refunds to a payer."""
