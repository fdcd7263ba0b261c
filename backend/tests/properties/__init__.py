"""One scenario of payments, whose messages come in any order and any number of times."""
