"""Reconciliation from end to end, with a system of its own."""
