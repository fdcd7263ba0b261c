"""The 52 scenarios of cod-api.md §5.5, each a test that carries its number."""
