"""Figures for Prometheus, by subject."""
