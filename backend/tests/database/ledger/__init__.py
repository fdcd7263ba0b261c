"""The ledger: attacks on it, stories told to it, and crowds that use it at once."""
