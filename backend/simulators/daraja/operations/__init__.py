"""Asynchronous queries and reversals: account balance, transaction status, reversal."""
