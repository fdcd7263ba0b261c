"""Tests of the services of tournaments."""
