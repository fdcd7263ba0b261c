"""A crowd that plays for ten minutes through the public API: `make load` (docs/benchmarks.md)."""
