"""Routes for staff."""
