"""Players of Call of Duty, and the tokens with which their data is asked for."""

import random
import secrets
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from simulators.cod import switches
from simulators.cod.switches import CodSwitches
from simulators.core.clock import Clock
from simulators.core.store import Store
from simulators.settings import SimSettings

PLATFORMS = ("battle", "psn", "xbl", "uno")
Visibility = Literal["all", "friends", "friends_tourneys", "none"]

# A median of 4 minutes, and 20 for one in twenty: log-normal.
_MEDIAN_SECONDS = 240.0
_SIGMA = 0.978


class CodPlayer(BaseModel):
    """One Activision account. `privacy_effective_at` is when `data_visible` begins to hold."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    uno: str
    names: dict[str, str] = Field(default_factory=dict)
    searchable: dict[str, Visibility] = Field(default_factory=dict)
    data_visible: dict[str, Visibility] = Field(default_factory=dict)
    data_was_visible: dict[str, Visibility] = Field(default_factory=dict)
    privacy_effective_at: float | None = None
    ingest_delay_s: float | None = Field(default=None, ge=0)
    clantag: str | None = None

    def visibility(self, platform: str, now: float) -> str:
        """Say who may see this player's data there now; an edit takes a while to hold."""
        pending = self.privacy_effective_at is not None and now < self.privacy_effective_at
        shown = self.data_was_visible if pending else self.data_visible
        return shown.get(platform, "all")


class CodToken(BaseModel):
    """A copied cookie: whose account it is, and how long it is good (None: for ever)."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    value: str
    owner_uno: str | None = None
    friends: list[str] = Field(default_factory=list)
    expires_at: float | None = None


class Players:
    """All players whom Activision knows."""

    def __init__(self, store: Store, clock: Clock, settings: SimSettings) -> None:
        self._store = store
        self._clock = clock
        self._settings = settings

    def switches(self) -> CodSwitches:
        """Return the switches as they stand."""
        return switches.read(self._store, self._settings)

    def all(self) -> list[CodPlayer]:
        """Return all players, newest first."""
        rows = self._store.all("SELECT spec FROM cod_players ORDER BY id DESC")
        return [CodPlayer.model_validate_json(row["spec"]) for row in rows]

    def get(self, uno: str) -> CodPlayer | None:
        """Return the player with this id."""
        row = self._store.one("SELECT spec FROM cod_players WHERE uno = ?", uno)
        return CodPlayer.model_validate_json(row["spec"]) if row else None

    def find(self, who: str) -> CodPlayer | None:
        """Return whom an id or any name means (capitals do not matter)."""
        return self.get(who) or next(
            (player for player in self.all() if _is_called(player, who, PLATFORMS)), None
        )

    def named(self, platform: str, name: str) -> CodPlayer | None:
        """Return who has this name there; they are created first, if the switch says so."""
        found = next((one for one in self.all() if _is_called(one, name, (platform,))), None)
        if found is None and self.switches().unknown_players == "appear":
            return self.put({"names": {platform: name}})
        return found

    def put(self, facts: dict[str, Any]) -> CodPlayer:
        """Make a player, or change the one with this uno; their other fields stay.

        A change of `data_visible` holds after the privacy lag; a new one holds at once.
        """
        old = self.get(str(facts["uno"])) if facts.get("uno") is not None else None
        if old is None:
            player = CodPlayer.model_validate({"uno": self._new_uno(), **facts})
        else:
            player = CodPlayer.model_validate({**old.model_dump(), **facts})
            if old.data_visible != player.data_visible and "privacy_effective_at" not in facts:
                player.data_was_visible = old.data_visible
                lag = self.switches().privacy_lag_s
                player.privacy_effective_at = self._clock.after(lag)
        self._store.run(
            "INSERT INTO cod_players (uno, spec) VALUES (?, ?)"
            " ON CONFLICT (uno) DO UPDATE SET spec = excluded.spec",
            player.uno,
            player.model_dump_json(),
        )
        return player

    def ingest_delay(self, player: CodPlayer | None, *, match_id: str) -> float:
        """Return after how many seconds a match is seen in this player's list."""
        if player is not None and player.ingest_delay_s is not None:
            return player.ingest_delay_s
        for_all = self.switches().ingest_delay_s
        if for_all is not None:
            return for_all
        uno = player.uno if player else ""
        rng = random.Random(f"{self._settings.seed}:{match_id}:{uno}")  # noqa: S311 (noise)
        return rng.lognormvariate(0.0, _SIGMA) * _MEDIAN_SECONDS

    def token(self, value: str) -> CodToken | None:
        """Return a token that is good now. The one of our settings always is, until it is put."""
        row = self._store.one("SELECT spec FROM cod_tokens WHERE value = ?", value)
        if row is None:
            ours = value != "" and secrets.compare_digest(value, self._settings.cod_key)
            return CodToken(value=value) if ours else None
        token = CodToken.model_validate_json(row["spec"])
        dead = token.expires_at is not None and token.expires_at <= self._clock.now()
        return None if dead else token

    def tokens(self) -> list[CodToken]:
        """Return the tokens that were put."""
        rows = self._store.all("SELECT spec FROM cod_tokens ORDER BY value")
        return [CodToken.model_validate_json(row["spec"]) for row in rows]

    def put_token(self, token: CodToken) -> None:
        """Make a token, or change it."""
        self._store.run(
            "INSERT OR REPLACE INTO cod_tokens (value, spec) VALUES (?, ?)",
            token.value,
            token.model_dump_json(),
        )

    def _new_uno(self) -> str:
        row = self._store.one("SELECT count(*) AS n FROM cod_players")
        # Every second one does not fit a signed 64-bit number; the others are short.
        if row is not None and row["n"] % 2 == 0:
            return str(2**63 + secrets.randbelow(2**63))
        return str(1_000_000 + secrets.randbelow(98_000_000))


def _is_called(player: CodPlayer, name: str, platforms: tuple[str, ...]) -> bool:
    wanted = name.casefold()
    return any(player.names.get(place, "").casefold() == wanted for place in platforms)
