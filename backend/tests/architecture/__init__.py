"""Rules of the whole code base, checked by tests."""
