"""What containers of one machine need besides our images: secrets, starts, replacements."""
