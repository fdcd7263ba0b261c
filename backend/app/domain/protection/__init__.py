"""What players set for their own protection: breaks from play, and limits."""
