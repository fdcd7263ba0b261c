"""The bracket of a tournament that runs: taken in from matches, moved on, shown."""
