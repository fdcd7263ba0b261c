"""Speed, measured in ratios within one run: `make bench` (docs/benchmarks.md says how to read it)."""
