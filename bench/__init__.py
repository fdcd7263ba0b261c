"""Speed, measured in ratios within one run: `make bench` (see docs/benchmarks.md)."""
