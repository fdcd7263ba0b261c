"""Proof of reserves: what we owe to players, so that each of them can check their own part."""
