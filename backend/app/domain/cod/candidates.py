"""The games that may be a wager, each with its score (cod-api.md §5.2, steps 3 and 4)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta

from app.domain.cod.filters import ExpectedGame, FilteredRecords, belongs_to
from app.domain.cod.records import CodMatch, Identity
from app.domain.cod.winner import GameOutcome, winner_of

_CLOSE_SECONDS = 5.0
_SOON = timedelta(minutes=15)
_ALONE = {"win": GameOutcome.FIRST, "loss": GameOutcome.SECOND, "draw": GameOutcome.DRAW}
_SWAPPED = {
    **{won: won for won in GameOutcome},
    GameOutcome.FIRST: GameOutcome.SECOND,
    GameOutcome.SECOND: GameOutcome.FIRST,
}


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One game that may be the wager: both records of it, or one where the other is missing."""

    match_id: str
    one: CodMatch | None
    other: CodMatch | None
    borrowed: bool  # one of the records came from the whole match
    players: int | None  # how many were in it, if the whole match was shown
    score: int
    won: GameOutcome

    @property
    def any(self) -> CodMatch:
        """A record of it."""
        record = self.one or self.other
        assert record is not None
        return record

    @property
    def is_whole(self) -> bool:
        """Whether both records are there."""
        return self.one is not None and self.other is not None

    @property
    def digest(self) -> str:
        """A hash of all figures of both records."""
        facts = [asdict(record) if record else None for record in (self.one, self.other)]
        return hashlib.sha256(json.dumps(facts, default=str, sort_keys=True).encode()).hexdigest()


def candidates_in(
    expected: ExpectedGame,
    filtered: tuple[FilteredRecords, ...],
    full: Mapping[str, tuple[CodMatch, ...]],
) -> tuple[list[Candidate], set[str]]:
    """Return the games that either list holds, the earliest first, and why some are none."""
    ids = {match_id for part in filtered for match_id in part.records}
    found, flags = [], set()
    for match_id in sorted(ids):
        whole = tuple(full.get(match_id, ()))
        pair = [part.records.get(match_id) for part in filtered]
        names = {record.uno or record.username for record in whole}
        if len(names) > 2:
            flags.add("extra_players")
            continue
        borrowed = False
        if whole and None in pair:
            missing = pair.index(None)
            lent = _of(expected.players[missing], whole)
            if lent is None and expected.players[missing].uno is not None:
                continue  # the player played it with somebody else
            pair[missing], borrowed = lent, lent is not None
        found.append(_candidate(expected, match_id, pair, borrowed, players=len(names) or None))
    found.sort(key=lambda one: (one.any.start, one.match_id))
    return found, flags


def _of(identity: Identity, whole: Iterable[CodMatch]) -> CodMatch | None:
    own = {record for record in whole if belongs_to(identity, record)}
    return own.pop() if len(own) == 1 else None


def _candidate(
    expected: ExpectedGame,
    match_id: str,
    pair: list[CodMatch | None],
    borrowed: bool,  # noqa: FBT001  # of this module only
    *,
    players: int | None,
) -> Candidate:
    one, other = pair
    won = GameOutcome.INCOMPLETE
    if one is not None and other is not None:
        won = winner_of(one, other) if _agree(one, other) else GameOutcome.INCONSISTENT
    elif one is not None:
        won = _ALONE.get(one.result or "", GameOutcome.INCOMPLETE)
    elif other is not None:
        won = _SWAPPED[_ALONE.get(other.result or "", GameOutcome.INCOMPLETE)]
    return Candidate(
        match_id=match_id,
        one=one,
        other=other,
        borrowed=borrowed,
        players=players,
        score=_score(expected, one, other, players=players),
        won=won,
    )


def _agree(one: CodMatch, other: CodMatch) -> bool:
    """Say whether two records can be of one game."""
    if one.start is None or other.start is None or one.end is None or other.end is None:
        return False
    apart = (one.start - other.start, one.end - other.end)
    teams = {one.team or "none", other.team or "none"}
    return (
        all(abs(gap.total_seconds()) <= _CLOSE_SECONDS for gap in apart)
        and (one.map, one.mode) == (other.map, other.mode)
        and (len(teams) == 2) == ("none" not in teams)
        and one.winning_team == other.winning_team
        and (one.team1_score, one.team2_score) == (other.team1_score, other.team2_score)
    )


def _score(
    expected: ExpectedGame, one: CodMatch | None, other: CodMatch | None, *, players: int | None
) -> int:
    records = [record for record in (one, other) if record is not None]
    tags = sum(_same_tag(record.clantag, expected.code) for record in records)
    whole = len(records) == 2
    points = {
        30: all(record.private is True for record in records),
        25: players == 2,
        15: all(record.mode in expected.modes for record in records),
        10: all(_is_soon(expected, record) for record in records),
        -20: any(record.private is None for record in records),
        -25: not whole,
    }
    return (
        sum(value for value, holds in points.items() if holds)
        + {0: 0, 1: 8, 2: 15}[tags]
        + 5 * (expected.map is not None and all(record.map == expected.map for record in records))
        + 5 * (whole and len({(record.start, record.end) for record in records}) == 1)
    )


def _same_tag(tag: str | None, code: str | None) -> bool:
    return tag is not None and code is not None and tag.casefold() == code.casefold()


def _is_soon(expected: ExpectedGame, record: CodMatch) -> bool:
    return record.start is not None and record.start <= expected.ready_at + _SOON
