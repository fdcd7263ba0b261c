"""Performance figures, as ratios to a reference in the same run (see docs/benchmarks.md)."""
