"""A match whose game Activision can show."""

from tests.support.duel import duel

__all__ = ["duel"]
