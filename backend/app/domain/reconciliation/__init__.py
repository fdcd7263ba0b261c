"""Pure rules for comparing our ledger with M-Pesa's."""
