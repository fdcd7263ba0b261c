"""Tools for whoever runs WageWars: images, clusters, backups, alert rules."""
