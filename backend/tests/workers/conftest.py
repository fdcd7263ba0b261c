"""Fixtures for players with game accounts."""

from tests.api.conftest import arena
from tests.support.duel import duel

__all__ = ["arena", "duel"]
