"""A bracket as everybody sees it: in two shapes, as standings, and in figures.

Each is computed once an edition (`tournaments.version`) and served from memory
(`app/api/bracket_cache.py`); nothing here depends on who asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.domain.matches.states import MatchStatus
from app.domain.problems import ProblemCode
from app.domain.tournaments.lifecycle import TournamentStatus
from app.domain.tournaments.play import matches, open_matches
from app.domain.tournaments.state import Tournament as State
from app.domain.tournaments.views.export import export
from app.domain.tournaments.views.rounds import MatchView, RoundsView, SectionView, summary
from app.domain.tournaments.views.standings import Standing, standings, without_places
from app.domain.tournaments.views.stats import stats
from app.domain.tournaments.vocabulary import Ending, MatchState
from app.models.dispute import Dispute
from app.models.match import Match
from app.models.tournament import Tournament, TournamentMatch
from app.models.user import User
from app.services.tournaments.bracket import pace, store

_EMPTY_EXPORT: dict[str, list[Any]] = {
    name: [] for name in ("participant", "stage", "group", "round", "match", "match_game")
}


@dataclass(frozen=True)
class _Seen:
    """A seeded tournament, read once: its state, names and matches; no state before the seeds."""

    tournament: Tournament
    state: State | None
    rows: Mapping[str, TournamentMatch]
    played: Mapping[str, Match]
    players: Mapping[int, User]
    ratings: Mapping[int, float]  # as they were when the field was seeded
    out: frozenset[int]
    barred: frozenset[int]

    @property
    def names(self) -> dict[int, str]:
        return {user_id: one.shown_name for user_id, one in self.players.items()}


def edition(session: Session, tournament_id: int) -> int:
    """Return the number of the present edition; raises NotFound, also for a draft."""
    version = session.scalars(
        select(Tournament.version).where(
            Tournament.id == tournament_id, Tournament.published_at.is_not(None)
        )
    ).one_or_none()
    if version is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such tournament.")
    return version


def bracket(session: Session, tournament_id: int) -> dict[str, Any]:
    """Return the tables of `brackets-model`; all of them empty before the field is seeded."""
    seen = _read(session, tournament_id)
    if seen.state is None:
        return dict(_EMPTY_EXPORT)
    name = seen.tournament.name
    return dict(export(seen.state, tournament_id=tournament_id, name=name, names=seen.names))


def rounds(session: Session, tournament_id: int, *, now: datetime) -> dict[str, Any]:
    """Return our own summary: players by their seeds, and the matches of each round."""
    seen = _read(session, tournament_id)
    found: dict[str, Any] = {
        "tournament_id": tournament_id,
        "version": seen.tournament.version,
        "status": seen.tournament.status,
        "format": seen.tournament.format,
        "players": [],
        "sections": [],
    }
    if seen.state is None:
        return found
    paces = pace.of_open_matches(session, seen.tournament, now=now)
    shown: RoundsView = summary(seen.state, seen.names)
    found["players"] = [
        {
            "seed": seed,
            "username": seen.players[player].shown_name,
            "is_out": player in seen.out,
            "is_simulated": seen.players[player].is_simulated,
        }
        for player, seed in seen.state.seeds.items()
    ]
    found["sections"] = [_section(section, seen, paces) for section in shown["sections"]]
    return found


def standings_now(session: Session, tournament_id: int) -> dict[str, Any]:
    """Return who stands where; places that a bracket still leaves open are a range."""
    seen = _read(session, tournament_id)
    version = seen.tournament.version
    if seen.state is None:
        return {"version": version, "is_final": False, "items": []}
    shown = standings(seen.state, seen.names)
    counts = _counts(seen.state)
    several = len(shown["tables"]) > 1
    barred = seen.barred if shown["is_final"] else frozenset()
    items = [
        _line(row, counts, group=number if several else None)
        for number, table in enumerate(shown["tables"], 1)
        for row in without_places(table["rows"], barred)
    ]
    return {"version": version, "is_final": shown["is_final"], "items": items}


def stats_now(session: Session, tournament_id: int) -> dict[str, Any]:
    """Return what happened so far: matches, upsets by rating, and how long was played (seconds)."""
    seen = _read(session, tournament_id)
    disputes = select(func.count()).select_from(Dispute).join(Match, Match.id == Dispute.match_id)
    found: dict[str, Any] = {
        "version": seen.tournament.version,
        "matches_played": 0,
        "matches_open": 0,
        "forfeits": 0,
        "disputes": session.scalars(disputes.where(Match.tournament_id == tournament_id)).one(),
        "upsets": 0,
        "average_seconds": None,
        "longest_seconds": None,
        "shortest_seconds": None,
    }
    if seen.state is None:
        return found
    lengths = {
        key: match.completed_at - match.started_at
        for key, match in seen.played.items()
        if match.started_at is not None and match.completed_at is not None
    }
    shown = stats(seen.state, lengths=lengths, ratings=seen.ratings)
    is_cancelled = seen.tournament.status == TournamentStatus.CANCELLED
    longest, shortest = shown["longest"], shown["fastest_win"]
    return found | {
        "matches_played": shown["matches_played"],
        "matches_open": 0 if is_cancelled else len(open_matches(seen.state)),
        "forfeits": shown["forfeits"],
        "upsets": len(shown["upsets"]),
        "average_seconds": shown["average_seconds"],
        "longest_seconds": longest["seconds"] if longest else None,
        "shortest_seconds": shortest["seconds"] if shortest else None,
    }


def _read(session: Session, tournament_id: int) -> _Seen:
    edition(session, tournament_id)
    tournament = session.get_one(Tournament, tournament_id, populate_existing=True)
    field = store.field_of(session, tournament_id)
    if len(field) < 2:
        return _Seen(tournament, None, {}, {}, {}, {}, frozenset(), frozenset())
    seen = store.snapshot(session, tournament)
    keys = {row.match_id: key for key, row in seen.rows.items() if row.match_id is not None}
    found = session.scalars(select(Match).where(Match.tournament_id == tournament_id))
    players = session.scalars(select(User).where(User.id.in_([one.user_id for one in field])))
    return _Seen(
        tournament=tournament,
        state=seen.state,
        rows=seen.rows,
        played={keys[one.id]: one for one in found if one.id in keys},
        players={one.id: one for one in players},
        ratings={one.user_id: one.rating for one in field if one.rating is not None},
        out=frozenset(one.user_id for one in field if one.eliminated),
        barred=frozenset(one.user_id for one in field if one.is_barred),
    )


def _section(
    section: SectionView, seen: _Seen, paces: Mapping[str, pace.OpenMatch]
) -> dict[str, Any]:
    name = section["name"]
    return {
        "name": "group" if name.startswith("group") else name,
        "label": name[0].upper() + name[1:] if name.startswith("group") else _LABELS[name],
        "rounds": [
            {
                "number": number,
                "label": one["label"],
                "matches": [_match(match, seen, paces) for match in one["matches"]],
            }
            for number, one in enumerate(section["rounds"], 1)
        ],
    }


_LABELS = {
    "upper": "Upper bracket",
    "lower": "Lower bracket",
    "final": "Final",
    "bronze": "Third place",
    "swiss": "Swiss rounds",
}


def _match(match: MatchView, seen: _Seen, paces: Mapping[str, pace.OpenMatch]) -> dict[str, Any]:
    key = match["key"]
    row, played, running = seen.rows.get(key), seen.played.get(key), paces.get(key)
    is_disputed = played is not None and played.status == MatchStatus.DISPUTED
    score = match.get("score")
    return {
        "key": key,
        "state": match["state"],
        "home": match.get("home"),
        "away": match.get("away"),
        "from_home": match.get("home_from"),
        "from_away": match.get("away_from"),
        "winner": match.get("winner"),
        "ending": match.get("ending"),
        "score": list(score) if score else None,
        "match_id": row.match_id if row else None,
        "is_disputed": is_disputed,
        "pace": running.pace if running else None,
    }


def _counts(state: State) -> dict[int, tuple[int, int, int]]:
    """Return how many matches each has played to an end or forfeited, won and lost."""
    counts = {player: [0, 0, 0] for player in state.players}
    for match in matches(state).values():
        outcome = match.outcome
        if outcome is None or match.state is not MatchState.DECIDED:
            continue
        if outcome.ending is Ending.VOID:
            continue
        for player in match.players:
            counts[player][0] += outcome.ending is Ending.PLAYED
            counts[player][1] += outcome.winner == player
            counts[player][2] += outcome.winner != player
    return {player: (one[0], one[1], one[2]) for player, one in counts.items()}


def _line(
    row: Standing, counts: Mapping[int, Sequence[int]], *, group: int | None
) -> dict[str, Any]:
    played, won, lost = counts[row["player"]]
    return {
        "place_first": row["first"],
        "place_last": row["last"],
        "seed": row["seed"],
        "username": row["name"],
        "is_out": not row["is_in"],
        "is_disqualified": row.get("is_disqualified", False),
        "played": played,
        "won": won,
        "lost": lost,
        "points": row.get("points"),
        "buchholz_cut": row.get("buchholz_cut"),
        "buchholz": row.get("buchholz"),
        "group": group,
    }
