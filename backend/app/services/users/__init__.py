"""Players as staff finds, reads, notes and suspends them."""
