"""Players who are known at Activision."""

from tests.api.conftest import arena
from tests.fixtures.duel import duel

__all__ = ["arena", "duel"]
