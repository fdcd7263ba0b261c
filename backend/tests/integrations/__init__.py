"""Our clients of strangers, against the simulators."""
