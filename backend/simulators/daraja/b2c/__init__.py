"""Payouts from the organisation to a phone."""
