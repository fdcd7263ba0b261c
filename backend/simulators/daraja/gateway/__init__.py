"""What stands before every Daraja API: tokens, authentication, refusals and broken answers."""
