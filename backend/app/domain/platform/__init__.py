"""Rules of what staff does: the audit's hash chain."""
