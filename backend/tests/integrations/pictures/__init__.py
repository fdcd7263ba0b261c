"""What strangers upload as pictures."""
