"""Time, storage and chance for all simulated services."""
