"""Promises of the whole house, kept by tests and not by memory."""
