"""Fees, the guarantee and prizes of a tournament."""
