"""Staff's second factor: enrol, check once, recover, allow one action, take away by two."""
