"""Notifications: the one way to tell players, their inbox, other channels, preferences."""
