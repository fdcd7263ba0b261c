"""Comparing our ledger with M-Pesa's statement."""
