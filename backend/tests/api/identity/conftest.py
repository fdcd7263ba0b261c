"""The simulated provider of identity checks."""

from tests.support.identity import provider

__all__ = ["provider"]
