"""Passkeys: make, name and take away; check a signature, once, for what it was asked for."""
