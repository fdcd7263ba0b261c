"""Tests of the published reserves and of what players check."""
