"""Which records can belong to a wager at all (cod-api.md §5.2, step 2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.cod.records import CodMatch, Identity, plain_mode, plain_platform

SLACK = timedelta(seconds=60)  # their time and ours
SHORTEST_SECONDS = 60.0
KILL_RACE = "kill_race_public"


@dataclass(frozen=True, kw_only=True)
class ExpectedGame:
    """What two players agreed to play. `used` are games that counted for other wagers of theirs,
    `earlier` those of this wager that did not decide it and are being replayed.

    `claims` are the ids that the players say it was, in seat order.
    """

    players: tuple[Identity, Identity]
    title: str
    modes: frozenset[str]
    ready_at: datetime
    deadline: datetime
    map: str | None = None
    format: str = "private_1v1"
    best_of: int = 1
    code: str | None = None
    used: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()
    claims: tuple[str | None, str | None] = (None, None)

    @property
    def is_private(self) -> bool:
        """Whether the game was to be closed to others."""
        return self.format != KILL_RACE


@dataclass(frozen=True, kw_only=True)
class FilteredRecords:
    """A player's records that may count, by match id, and what was noticed on the way."""

    records: dict[str, CodMatch]
    flags: frozenset[str]
    off_rules: frozenset[str]  # ids of games of theirs, in time, but with another mode or map


def filter_records(
    expected: ExpectedGame, identity: Identity, records: Iterable[CodMatch], *, now: datetime
) -> FilteredRecords:
    """Return the records of `identity` that may be the game; what is odd is left out."""
    own: dict[str, set[CodMatch]] = {}
    flags: set[str] = set()
    off_rules: set[str] = set()
    for record in records:
        if not _in_time(expected, record, now=now) or not _counts(expected, record):
            continue
        rejection = _rejection(expected, identity, record)
        if rejection is None:
            own.setdefault(record.match_id, set()).add(record)
        elif rejection == "off_rules":
            off_rules.add(record.match_id)
        elif rejection:
            flags.add(rejection)
    # Two versions of one record: neither is believed.
    kept = {match_id: versions.pop() for match_id, versions in own.items() if len(versions) == 1}
    if len(kept) < len(own):
        flags.add("odd_records")
    if any(_elsewhere(identity, record) for record in kept.values()):
        flags.add("platform_changed")
    return FilteredRecords(records=kept, flags=frozenset(flags), off_rules=frozenset(off_rules))


def _rejection(expected: ExpectedGame, identity: Identity, record: CodMatch) -> str | None:
    """Return None for a record that may count, else why not: a flag, or "" if it is irrelevant."""
    if not belongs_to(identity, record):
        return "identity_mismatch" if has_name_of(identity, record) else ""
    if record.match_id in expected.earlier:
        return ""
    if record.match_id in expected.used:
        return "match_reused"
    return None if _by_the_rules(expected, record) else "off_rules"


def belongs_to(identity: Identity, record: CodMatch) -> bool:
    """Say whether a record is this player's: by their id, or without one by name and platform."""
    if identity.uno is not None:
        return record.uno == identity.uno
    return has_name_of(identity, record) and not _elsewhere(identity, record)


def has_name_of(identity: Identity, record: CodMatch) -> bool:
    """Say whether the record bears the player's name, to the letter."""
    return record.username is not None and record.username == identity.plain_name


def _elsewhere(identity: Identity, record: CodMatch) -> bool:
    played, agreed = plain_platform(record.platform), plain_platform(identity.platform)
    return "uno" not in {played, agreed} and played is not None and played != agreed


def _in_time(expected: ExpectedGame, record: CodMatch, *, now: datetime) -> bool:
    if record.start is None or record.end is None:
        return False
    return (
        expected.ready_at - SLACK <= record.start <= expected.deadline
        and record.start <= record.end <= now + SLACK
    )


def _counts(expected: ExpectedGame, record: CodMatch) -> bool:
    return (
        record.title in (None, expected.title)
        and record.game_type in (None, "mp")
        and record.seconds >= SHORTEST_SECONDS
        and record.result != "none"
        and record.private in (None, expected.is_private)
    )


def _by_the_rules(expected: ExpectedGame, record: CodMatch) -> bool:
    if plain_mode(record.mode) not in expected.modes:
        return False
    return expected.map is None or record.map is None or record.map == expected.map
