"""What every room stands on: settings, database, clock, security."""
