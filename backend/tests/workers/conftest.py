"""Players who are known at Activision."""

from tests.api.conftest import arena
from tests.support.duel import duel

__all__ = ["arena", "duel"]
