"""The 52 scenarios of verification, each with its number in a test's name."""
