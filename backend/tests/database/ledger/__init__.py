"""The ledger: attacks on it, random histories, and many threads that use it at once."""
