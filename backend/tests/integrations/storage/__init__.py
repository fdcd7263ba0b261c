"""The stores of evidence."""
