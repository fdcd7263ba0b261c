"""Hypothesis looks for counterexamples, not for slow machines."""

from hypothesis import settings

settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")
