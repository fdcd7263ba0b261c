"""Pure rules of refunds."""
