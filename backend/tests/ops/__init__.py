"""What operators run: containers, proxy, backups, alert rules."""
