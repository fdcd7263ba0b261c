"""Money in and out through M-Pesa."""
