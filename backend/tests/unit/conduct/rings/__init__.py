"""Rings, injected into simulated play: what the detector finds, and whom it wrongs."""
