"""What every layer uses: settings, database, clock, security."""
