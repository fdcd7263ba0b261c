"""The grammar of SMS to us, and our answers."""
