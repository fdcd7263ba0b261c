"""What we keep about a person, and what they may take with them."""
