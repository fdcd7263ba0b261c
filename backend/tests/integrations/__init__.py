"""Our clients of providers, against the simulators."""
