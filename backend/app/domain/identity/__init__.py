"""Who players are: their names, what M-Pesa calls them, and their documents."""
