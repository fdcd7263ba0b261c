"""Flows through a whole running system; the ledger's invariants are checked after each."""
