"""Pure rules for reading Activision's records."""
