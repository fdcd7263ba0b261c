"""Access tokens, of which by default only the newest is good."""

from simulators import switches
from simulators.core.clock import Clock
from simulators.core.store import Store
from simulators.daraja import identifiers

LIFETIME_SECONDS = 3600


class Tokens:
    """All tokens ever issued to the organisation."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def issue(self) -> str:
        """Return a new token. Tokens live an hour of the clock, however fast the simulation."""
        token = identifiers.access_token()
        self._store.run(
            "INSERT INTO tokens (token, expires_at) VALUES (?, ?)",
            token,
            self._clock.now() + LIFETIME_SECONDS,
        )
        return token

    def is_valid(self, token: str) -> bool:
        """Say whether a call may be made with it."""
        row = self._store.one("SELECT * FROM tokens WHERE token = ?", token)
        if row is None or row["expires_at"] <= self._clock.now():
            return False
        newest = self._store.one("SELECT max(id) AS id FROM tokens")
        is_newest = newest is not None and newest["id"] == row["id"]
        return is_newest or not switches.read(self._store).newest_token_only
