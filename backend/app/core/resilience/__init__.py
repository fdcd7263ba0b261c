"""What keeps one failing part from stopping the others: breakers, caches, a queue on disk."""
