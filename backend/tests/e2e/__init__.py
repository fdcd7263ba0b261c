"""Scenarios from end to end; after each the ledger must balance."""
