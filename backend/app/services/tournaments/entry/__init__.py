"""Who is in a tournament: seats, waiting list, check-in, seeds."""
