"""A tournament's rows as the state of the engine, and what a command changed written back.

Nothing that is computed is stored: brackets, tables and places follow from the field's seeds, the
recorded endings, who has dropped out, the walkovers that stood then, and the pairings of a Swiss.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.tournaments.play import matches
from app.domain.tournaments.state import SwissRound
from app.domain.tournaments.state import Tournament as State
from app.domain.tournaments.vocabulary import Ending, Format, Match, MatchState, Outcome
from app.models.tournament import Tournament, TournamentMatch, TournamentParticipant
from app.services.tournaments import notices


@dataclass(frozen=True)
class Entrant:
    """Who plays, or has played: what of their row the bracket is read from."""

    id: int
    user_id: int
    status: str
    eliminated: bool
    has_withdrawn: bool


@dataclass(frozen=True)
class Snapshot:
    """What the rows of a tournament say: its state, its field, and the matches not reset."""

    state: State
    rows: dict[str, TournamentMatch]
    field: list[Entrant]


def field_of(session: Session, tournament_id: int) -> Sequence[TournamentParticipant]:
    """Return who plays, or has played, in order of their seeds; freshly read."""
    return session.scalars(
        select(TournamentParticipant)
        .where(
            TournamentParticipant.tournament_id == tournament_id,
            TournamentParticipant.seed.is_not(None),
        )
        .order_by(TournamentParticipant.seed)
        .execution_options(populate_existing=True)
    ).all()


def load(session: Session, tournament: Tournament) -> State:
    """Return the state of the engine that the rows of a seeded tournament describe."""
    return snapshot(session, tournament).state


def snapshot(session: Session, tournament: Tournament) -> Snapshot:
    """Return the state of a seeded tournament together with the rows of its matches."""
    rows = _rows(session, tournament)
    field = _entrants(session, tournament)
    state = State(
        format=Format(tournament.format),
        players=tuple(one.user_id for one in field),
        bronze=tournament.bronze,
        groups=tournament.groups,
        legs=tournament.legs,
        rounds=tournament.rounds,
        results={row.key: _outcome(row) for row in rows if row.ending is not None},
        begun=frozenset(row.key for row in rows if row.begun_at is not None),
        withdrawn=frozenset(one.user_id for one in field if one.has_withdrawn),
        walkovers={key: _parse_outcome(value) for key, value in tournament.walkovers.items()},
        pairings=tuple(_parse_round(value) for value in tournament.pairings),
    )
    return Snapshot(state, {row.key: row for row in rows}, field)


def _rows(session: Session, tournament: Tournament) -> Sequence[TournamentMatch]:
    return session.scalars(
        select(TournamentMatch)
        .where(
            TournamentMatch.tournament_id == tournament.id, TournamentMatch.replaced_at.is_(None)
        )
        .order_by(TournamentMatch.id)
        .execution_options(populate_existing=True)
    ).all()


def _entrants(session: Session, tournament: Tournament) -> list[Entrant]:
    """Return the field as tuples: a thousand of them cost a tenth of as many rows."""
    found = session.execute(
        select(
            TournamentParticipant.id,
            TournamentParticipant.user_id,
            TournamentParticipant.status,
            TournamentParticipant.eliminated,
            TournamentParticipant.withdrawn_at.is_not(None),
        )
        .where(
            TournamentParticipant.tournament_id == tournament.id,
            TournamentParticipant.seed.is_not(None),
        )
        .order_by(TournamentParticipant.seed)
    )
    return [Entrant(*row) for row in found]


def save(
    session: Session, tournament: Tournament, state: State, *, actor: str, now: datetime
) -> list[int]:
    """Write the walkovers, pairings and endings of a changed state.

    A match that has to be played again, or need not be played any more, keeps its row as a
    replaced one. Returns the ids of live matches behind such rows, which are to be called off.
    """
    tournament.walkovers = {key: _outcome_json(each) for key, each in state.walkovers.items()}
    tournament.pairings = [_round_json(each) for each in state.pairings]
    session.flush()
    rows = {row.key: row for row in _rows(session, tournament)}
    known = matches(state)
    to_call_off = []
    for key, row in rows.items():
        outcome = state.results.get(key)
        if outcome is not None:
            write_ending(row, outcome, actor=actor, now=now)
        elif not _goes_on(row, known.get(key), state):
            if row.ending is None and row.match_id is not None:
                to_call_off.append(row.match_id)
            row.replaced_at, row.actor = now, actor
            if row.begun_at is not None and _is_open_again(row, known.get(key)):
                _tell_replayed(session, tournament, row, now=now)
    session.flush()  # before a key is taken again
    for key in state.results.keys() - rows.keys():
        home, away = known[key].players
        fresh = TournamentMatch(
            tournament_id=tournament.id, key=key, home_id=home, away_id=away, opened_at=now
        )
        write_ending(fresh, state.results[key], actor=actor, now=now)
        session.add(fresh)
    session.flush()
    return to_call_off


def _tell_replayed(
    session: Session, tournament: Tournament, row: TournamentMatch, *, now: datetime
) -> None:
    players = (row.home_id, row.away_id)
    notices.replayed(session, tournament, player_ids=players, row_id=row.id, now=now)


def _goes_on(row: TournamentMatch, match: Match | None, state: State) -> bool:
    """Say whether an unfinished row is still the match of its key, to be played by these two."""
    return (
        row.ending is None
        and _is_open_again(row, match)
        and (row.begun_at is None or row.key in state.begun)
    )


def _is_open_again(row: TournamentMatch, match: Match | None) -> bool:
    """Say whether these two are to play this match."""
    return (
        match is not None
        and match.state is MatchState.OPEN
        and match.sides == (row.home_id, row.away_id)
    )


def write_ending(row: TournamentMatch, outcome: Outcome, *, actor: str, now: datetime) -> None:
    """Record how a match ended, unless that is what is recorded of it."""
    if row.ending is not None and _outcome(row) == outcome:
        return
    row.ending, row.winner_id = outcome.ending.value, outcome.winner
    row.home_score, row.away_score = outcome.score or (None, None)
    row.recorded_at, row.actor = now, actor


def _outcome(row: TournamentMatch) -> Outcome:
    score = None
    if row.home_score is not None and row.away_score is not None:
        score = row.home_score, row.away_score
    assert row.ending is not None, "only an ended row has an outcome"
    return Outcome(Ending(row.ending), row.winner_id, score)


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    return {"ending": outcome.ending.value, "winner": outcome.winner}


def _parse_outcome(value: dict[str, Any]) -> Outcome:
    return Outcome(Ending(value["ending"]), value["winner"])


def _round_json(paired: SwissRound) -> dict[str, Any]:
    return {"pairs": [list(pair) for pair in paired.pairs], "bye": paired.bye}


def _parse_round(value: dict[str, Any]) -> SwissRound:
    return SwissRound(tuple((one, other) for one, other in value["pairs"]), value["bye"])
