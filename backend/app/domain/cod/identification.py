"""Which recorded game was the match, who won it, and how sure that is (cod-api.md §5.2).

Pure: records in, a Finding out, whatever their order and however odd they are. Where the page
contradicts itself (a score below 60 is "ambiguous", yet records of one player are "LOW") we grade
low and leave the match to the reports: uncertainty never disputes what players agree on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil

from app.domain.cod.candidates import Candidate, candidates_in
from app.domain.cod.filters import KILL_RACE, ExpectedGame, FilteredRecords, filter_records
from app.domain.cod.records import CodMatch
from app.domain.cod.winner import GameOutcome, faster_killer

ENOUGH = 60
_GRADES = ("NONE", "LOW", "MEDIUM", "HIGH")
_SEATS = {GameOutcome.FIRST: "player1", GameOutcome.SECOND: "player2", GameOutcome.DRAW: "draw"}


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """How a game looked when it was read first: its figures' digest, and when."""

    digest: str
    seen_at: datetime


@dataclass(frozen=True, kw_only=True)
class LookupRecords:
    """What Activision showed: each player's list (None: not shown), and whole matches by id."""

    lists: tuple[tuple[CodMatch, ...] | None, tuple[CodMatch, ...] | None] = (None, None)
    full: Mapping[str, tuple[CodMatch, ...]] = field(default_factory=dict)
    sightings: Mapping[str, Sighting] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What the records amount to. `outcome` is unknown unless they show it; NONE is not "no match".

    `candidates` are ids and scores, the earliest first; `digests` how each looks now.
    """

    outcome: str = "unknown"
    grade: str = "NONE"
    cod_match_id: str | None = None
    reasons: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    candidates: tuple[tuple[str, int], ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)


def identify(
    expected: ExpectedGame, seen: LookupRecords, *, now: datetime, reread: timedelta
) -> Finding:
    """Grade the records read until `now`; HIGH needs the same figures read twice, `reread` apart.

    So do the flags that open a dispute: what is read while it is being written may contradict.
    """
    filtered = tuple(
        filter_records(expected, identity, records or (), now=now)
        for identity, records in zip(expected.players, seen.lists, strict=True)
    )
    flags = set[str]().union(*(part.flags for part in filtered))
    if expected.format == KILL_RACE:
        return _race(expected, filtered, seen, flags=flags, now=now, reread=reread)
    candidates, rejected = candidates_in(expected, filtered, seen.full)
    flags |= rejected
    if not candidates:
        off_rules = filtered[0].off_rules & filtered[1].off_rules
        flags |= {"wrong_rules"} if off_rules else set()
        return Finding(reasons=("no_candidate",), flags=tuple(sorted(flags)))
    return _decide(expected, candidates, seen, flags=flags, now=now, reread=reread)


def _decide(
    expected: ExpectedGame,
    candidates: list[Candidate],
    seen: LookupRecords,
    *,
    flags: set[str],
    now: datetime,
    reread: timedelta,
) -> Finding:
    whole = [one for one in candidates if one.is_whole]
    counted = [one for one in (whole or candidates) if one.won is not GameOutcome.EXCLUDED]
    outcome, games = _tally(expected, counted)
    problems = {
        "ambiguous": _overlap([one for one in whole if one.won in _SEATS])
        or _claimed_apart(expected),
        "inconsistent": any(game.won is GameOutcome.INCONSISTENT for game in games),
    }
    if all(is_stable(game, seen, now=now, reread=reread) for game in candidates):
        flags |= {problem for problem, holds in problems.items() if holds}
    flags |= {"not_counted"} if len(counted) < len(whole or candidates) else set()
    flags |= {"forfeit"} if any(_has_leaver(game) for game in games) else set()
    grade, reasons = _grade(expected, games, seen, now=now, reread=reread)
    if whole and candidates[0].match_id != whole[0].match_id:
        # An earlier game of one of them, which the other's list may still show.
        grade, reasons = _lower(grade, "LOW"), [*reasons, "earlier_game_unconfirmed"]
    if any(problems.values()) or outcome == "unknown":
        outcome, grade = "unknown", "NONE"
        reasons.append("undecided")
    return Finding(
        outcome=outcome,
        grade=grade,
        cod_match_id=games[0].match_id if games else None,
        reasons=tuple(reasons),
        flags=tuple(sorted(flags)),
        candidates=tuple((one.match_id, one.score) for one in candidates),
        digests={one.match_id: one.digest for one in candidates},
    )


def _tally(expected: ExpectedGame, counted: list[Candidate]) -> tuple[str, list[Candidate]]:
    """Play the games in order until somebody has won enough; return the outcome and those games."""
    need = ceil(expected.best_of / 2)
    wins = dict.fromkeys(("player1", "player2"), 0)
    games: list[Candidate] = []
    for game in counted:
        seat = _SEATS.get(game.won)
        games.append(game)
        if seat is None:
            return "unknown", games  # an undecidable game cannot be left out either
        if seat == "draw":
            if expected.best_of == 1:
                return seat, games
            continue
        wins[seat] += 1
        if wins[seat] >= need:
            return seat, games
    return "unknown", games


def _grade(
    expected: ExpectedGame,
    games: list[Candidate],
    seen: LookupRecords,
    *,
    now: datetime,
    reread: timedelta,
) -> tuple[str, list[str]]:
    """Return how sure the games are, and why no surer: the worst of them counts."""
    problems = {
        "name_only": ("LOW", any(player.uno is None for player in expected.players)),
        "one_record": ("LOW", any(not game.is_whole for game in games)),
        "one_list_and_whole_match": ("MEDIUM", any(game.borrowed for game in games)),
        "others_not_excluded": ("MEDIUM", any(not _is_closed(game) for game in games)),
        "low_score": ("MEDIUM", any(game.score < ENOUGH for game in games)),
        "not_reread": (
            "MEDIUM",
            any(not is_stable(game, seen, now=now, reread=reread) for game in games),
        ),
    }
    grade = "HIGH"
    for limit, holds in problems.values():
        grade = _lower(grade, limit) if holds else grade
    return grade, sorted(reason for reason, (_, holds) in problems.items() if holds)


def _is_closed(game: Candidate) -> bool:
    return game.players == 2 or game.any.private is True


def is_stable(game: Candidate, seen: LookupRecords, *, now: datetime, reread: timedelta) -> bool:
    """Say whether the figures are what they were when this game was first read, `reread` ago."""
    first = seen.sightings.get(game.match_id)
    return first is not None and first.digest == game.digest and first.seen_at + reread <= now


def _lower(grade: str, limit: str) -> str:
    return _GRADES[min(_GRADES.index(grade), _GRADES.index(limit))]


def _overlap(games: list[Candidate]) -> bool:
    moments = [(game.any.start, game.any.end) for game in games]
    spans = sorted((start, end) for start, end in moments if start is not None and end is not None)
    return any(late[0] < early[1] for early, late in pairwise(spans))


def _claimed_apart(expected: ExpectedGame) -> bool:
    one, other = expected.claims
    return one is not None and other is not None and one != other


def _has_leaver(game: Candidate) -> bool:
    records = (game.one, game.other)
    return any(record is not None and record.present_at_end is False for record in records)


def _race(
    expected: ExpectedGame,
    filtered: tuple[FilteredRecords, ...],
    seen: LookupRecords,
    *,
    flags: set[str],
    now: datetime,
    reread: timedelta,
) -> Finding:
    """Compare each player's best public game; they need not have met."""
    best = [_best(part) for part in filtered]
    one, other = best
    if one is None or other is None:
        return Finding(reasons=("no_candidate",), flags=tuple(sorted(flags)))
    outcome = _SEATS.get(faster_killer(one, other), "unknown")
    game = Candidate(
        match_id=one.match_id,
        one=one,
        other=other,
        borrowed=False,
        players=None,
        score=ENOUGH,
        won=GameOutcome.INCOMPLETE,
    )
    grade, reasons = "HIGH", []
    if any(player.uno is None for player in expected.players):
        grade, reasons = "LOW", ["name_only"]
    elif not is_stable(game, seen, now=now, reread=reread):
        grade, reasons = "MEDIUM", ["not_reread"]
    return Finding(
        outcome=outcome,
        grade=grade if outcome != "unknown" else "NONE",
        cod_match_id=one.match_id,
        reasons=tuple(reasons),
        flags=tuple(sorted(flags)),
        candidates=tuple((record.match_id, 0) for record in (one, other)),
        digests={game.match_id: game.digest},
    )


def _best(part: FilteredRecords) -> CodMatch | None:
    def figures(record: CodMatch) -> tuple[int, int, int, str]:
        return (record.kills or 0, record.score or 0, record.damage or 0, record.match_id)

    with_kills = [record for record in part.records.values() if record.kills is not None]
    return max(with_kills, key=figures, default=None)
