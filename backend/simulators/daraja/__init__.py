"""Safaricom's M-Pesa API (Daraja) as its callers meet it."""
