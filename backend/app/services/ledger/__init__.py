"""The double-entry ledger and what is read from it."""
