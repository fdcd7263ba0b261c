"""What the app shows of a tournament: its rounds, its standings and its figures."""
