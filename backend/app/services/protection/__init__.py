"""What players set for their own protection: exclusions and limits."""
