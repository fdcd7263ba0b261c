"""PostgreSQL and Redis of a run of pytest: addresses, environment, start and stop."""
