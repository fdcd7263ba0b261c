"""Tasks of mpesa."""
