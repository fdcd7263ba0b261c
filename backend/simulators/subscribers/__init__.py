"""The simulated phones: their owners' behaviour and their SMS."""
