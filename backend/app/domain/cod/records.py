"""Players and their games as Activision's API describes them, in our own types."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.matches.games import Mode

# How a match calls our modes (cod-api.md §1.3). Hardcore has a prefix or a suffix, both occur.
MODES: dict[Mode, frozenset[str]] = {
    Mode.GUNFIGHT: frozenset({"arena", "arena_osp", "gunfight"}),
    Mode.DUEL: frozenset({"dm"}),
    Mode.SEARCH: frozenset({"sd"}),
}
_INSIDE = {"battlenet": "battle", "acti": "uno"}


class Visibility(StrEnum):
    """What a lookup of a player's matches showed; `unknown`: Activision did not say."""

    VISIBLE = "visible"
    PRIVATE = "private"
    NOT_FOUND = "not_found"
    EMPTY = "empty"  # nothing there; it may be hidden
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A player in the game: their name on a platform, and the id that survives renaming."""

    platform: str
    username: str
    uno: str | None = None

    @property
    def plain_name(self) -> str:
        """The name as records show it, without its digits."""
        return self.username.split("#", maxsplit=1)[0]


@dataclass(frozen=True, kw_only=True)
class CodMatch:
    """One player's part in one match. None means that Activision did not say, never nought."""

    match_id: str
    uno: str | None = None
    username: str | None = None
    platform: str | None = None
    clantag: str | None = None
    title: str | None = None
    game_type: str | None = None
    mode: str | None = None
    map: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    private: bool | None = None
    result: str | None = None
    team: str | None = None
    winning_team: str | None = None
    team1_score: int | None = None
    team2_score: int | None = None
    present_at_end: bool | None = None
    draw: bool | None = None
    kills: int | None = None
    deaths: int | None = None
    score: int | None = None
    damage: int | None = None
    player_count: int | None = None

    @property
    def seconds(self) -> float:
        """How long it lasted; the API's own `duration` comes in two units, so it is not read."""
        if self.start is None or self.end is None:
            return 0.0
        return (self.end - self.start).total_seconds()


@dataclass(frozen=True, kw_only=True)
class Probe:
    """What one lookup of a player showed."""

    visibility: Visibility
    uno: str | None = None
    last_match_at: datetime | None = None
    tags: tuple[tuple[str, datetime], ...] = ()  # clan tags, and when their games began

    def bears(self, code: str, *, since: datetime) -> bool:
        """Say whether a game begun since then has this code as its clan tag."""
        return any(tag.casefold() == code.casefold() and at >= since for tag, at in self.tags)


def plain_platform(platform: str | None) -> str | None:
    """Return the platform as our paths spell it: records have battlenet, players have acti."""
    return _INSIDE.get(platform, platform) if platform is not None else None


def plain_mode(mode: str | None) -> str | None:
    """Return a mode without its mark of hardcore."""
    return mode.removeprefix("hc_").removesuffix("_hc") if mode is not None else None
