"""Simulated players of the demo: they play over the public HTTP API, as people do."""
