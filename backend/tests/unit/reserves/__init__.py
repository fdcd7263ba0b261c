"""Tests of the tree of balances and of the published record."""
