"""Tests of the backend, its simulators and what runs them."""
