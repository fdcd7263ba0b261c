"""The meaning of M-Pesa's codes and parties."""
