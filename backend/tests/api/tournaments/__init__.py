"""Tournaments through the public door: from the draft to the seeds."""
