"""Tests: sentences about players, on a real PostgreSQL and a real Redis."""
