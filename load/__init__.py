"""Simulated players who play for ten minutes through the public API (see docs/benchmarks.md)."""
