"""When somebody plays next and when an event ends, by Monte Carlo over measured durations."""
