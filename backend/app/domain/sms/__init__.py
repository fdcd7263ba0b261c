"""What players write to us by SMS, and what we answer."""
