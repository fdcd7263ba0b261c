"""Payments to the paybill."""
