"""Asynchronous requests: accepted at once, decided later, answered at a ResultURL."""
