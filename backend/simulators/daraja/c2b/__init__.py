"""Payments to the paybill: URLs, the M-Pesa menu, confirmations and the pull API."""
