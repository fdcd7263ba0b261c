"""Pure rules of accounts: age, names, passwords, codes."""
