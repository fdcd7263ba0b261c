"""One story of payments, told by M-Pesa in any order and as often as it likes."""
