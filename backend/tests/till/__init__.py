"""A system whose players pay a till."""
