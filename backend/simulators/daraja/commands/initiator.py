"""The API operator who sends money: a name, a password, and a lock after wrong tries."""

import json
from dataclasses import dataclass

from simulators import switches
from simulators.core.store import Store
from simulators.daraja.commands.credential_keys import CredentialKeys

WRONG = "2001"
LOCKED = "8006"
TRIES = 3


@dataclass(frozen=True, kw_only=True)
class OperatorState:
    """How the operator stands."""

    locked: bool = False
    wrong_tries: int = 0


class Initiator:
    """Judges the credentials of every asynchronous request."""

    def __init__(
        self, store: Store, credential_keys: CredentialKeys, *, name: str, password: str
    ) -> None:
        self._store = store
        self._credential_keys = credential_keys
        self.name = name
        self._password = password

    def objection(self, name: str, credential: str) -> str | None:
        """Return the result code that refuses these credentials, or None; the third wrong locks."""
        state = self.state()
        if state.locked:
            return LOCKED
        if not switches.read(self._store).check_credentials:
            return None
        if name == self.name and self._credential_keys.decrypt(credential) == self._password:
            if state.wrong_tries:
                self._write(OperatorState())
            return None
        tries = state.wrong_tries + 1
        self._write(OperatorState(locked=tries >= TRIES, wrong_tries=tries))
        return WRONG

    def state(self) -> OperatorState:
        """Return whether the operator is locked, and how often it was wrong in a row."""
        row = self._store.one("SELECT value FROM notes WHERE name = 'initiator'")
        return OperatorState(**json.loads(row["value"])) if row else OperatorState()

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 (the value itself)
        """Lock the operator, or give it three tries again."""
        self._write(OperatorState(locked=locked))

    def _write(self, state: OperatorState) -> None:
        self._store.run(
            "INSERT OR REPLACE INTO notes (name, value) VALUES ('initiator', ?)",
            json.dumps({"locked": state.locked, "wrong_tries": state.wrong_tries}),
        )
