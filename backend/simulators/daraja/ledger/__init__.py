"""The money at M-Pesa: accounts, transactions, transfers and charges."""
