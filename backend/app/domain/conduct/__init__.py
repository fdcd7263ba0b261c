"""Pure rules of conduct: cooldowns, risk, look-alike names."""
