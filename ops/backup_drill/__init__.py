"""The restore drill: a database of its own is written to, loses its disk, and is restored."""
