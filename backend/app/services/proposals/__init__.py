"""What two people of staff decide about money: capital, wallets, taxes, risk, withdrawals."""
