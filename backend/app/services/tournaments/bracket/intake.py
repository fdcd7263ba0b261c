"""What happened in a tournament's matches: taken into its rows, each of them once.

A match says how it ended by its own row, so that a job that never came, or came twice, changes
nothing: what has been taken in is an ending in `tournament_matches`.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.domain.matches.stakeless import WALKOVERS
from app.domain.matches.states import MatchStatus
from app.domain.tournaments.play import change, find, record
from app.domain.tournaments.state import Tournament as State
from app.domain.tournaments.vocabulary import (
    DOUBLE_FORFEIT,
    Ending,
    MatchState,
    Outcome,
    forfeited_to,
    won_by,
)
from app.models.match import Match
from app.models.tournament import Tournament, TournamentMatch
from app.services.matches import stakeless
from app.services.platform import audit
from app.services.tournaments.bracket import store

SYSTEM = "system:tournament"

_OVER = (MatchStatus.COMPLETED, MatchStatus.CANCELLED)


def take_in(session: Session, tournament: Tournament, *, now: datetime) -> bool:
    """Record which matches of a locked tournament have begun, ended, or were decided anew.

    Returns whether anything was new. An appeal that was won changes the recorded result, and what
    followed from it is played again.
    """
    news = _news(session, tournament.id)
    if not news:
        return False
    for row, match in news:
        row.begun_at = row.begun_at or match.started_at
    session.flush()
    state = store.load(session, tournament)
    for row, match in news:
        if match.status not in _OVER:
            continue
        outcome = _outcome_of(match)
        if row.ending is None:
            state = record(state, row.key, outcome)
        elif _is_other(state, row.key, outcome):
            state = change(state, row.key, outcome, reset=True)
            _audit(session, tournament, row, match)
            row.recorded_at = now
    call_off(session, store.save(session, tournament, state, actor=SYSTEM, now=now), now=now)
    return True


def _outcome_of(match: Match) -> Outcome:
    """Return what a match that is over means for its tournament.

    Without a winner (nobody came, nobody reported, a referee's void) neither of the two goes on.
    """
    winner = {"player1": match.player1_id, "player2": match.player2_id}.get(match.result or "")
    if winner is None:
        return DOUBLE_FORFEIT
    return forfeited_to(winner) if match.reason in WALKOVERS else won_by(winner)


def call_off(
    session: Session,
    match_ids: Iterable[int],
    *,
    now: datetime,
    actor: str = SYSTEM,
    reason: str = "The tournament goes on without this match.",
) -> set[int]:
    """End live matches without a result; returns those that had not ended before."""
    return {
        match_id
        for match_id in sorted(match_ids)
        if stakeless.call_off(session, match_id, actor=actor, reason=reason, now=now)
    }


def close_all(
    session: Session, tournament: Tournament, *, actor: str, reason: str, now: datetime
) -> None:
    """End all open matches of a tournament that is cancelled; what had ended before is recorded.

    Without the engine, so that also a bracket that cannot go on can be cancelled.
    """
    rows = session.scalars(
        select(TournamentMatch)
        .where(
            TournamentMatch.tournament_id == tournament.id,
            TournamentMatch.ending.is_(None),
            TournamentMatch.replaced_at.is_(None),
            TournamentMatch.match_id.is_not(None),
        )
        .order_by(TournamentMatch.match_id)
    ).all()
    live = {row.match_id: row for row in rows if row.match_id is not None}
    called_off = call_off(session, live, actor=actor, reason=reason, now=now)
    for match_id, row in live.items():
        if match_id in called_off:
            row.replaced_at, row.actor = now, actor
        else:
            match = session.get_one(Match, match_id, populate_existing=True)
            store.write_ending(row, _outcome_of(match), actor=SYSTEM, now=now)
    session.flush()


def _news(session: Session, tournament_id: int) -> list[tuple[TournamentMatch, Match]]:
    is_new = or_(
        and_(TournamentMatch.ending.is_(None), Match.status.in_(_OVER)),
        and_(TournamentMatch.begun_at.is_(None), Match.started_at.is_not(None)),
        Match.overturned_at > TournamentMatch.recorded_at,
    )
    found = session.execute(
        select(TournamentMatch, Match)
        .join(Match, Match.id == TournamentMatch.match_id)
        .where(
            TournamentMatch.tournament_id == tournament_id,
            TournamentMatch.replaced_at.is_(None),
            is_new,
        )
        .order_by(TournamentMatch.id)
        .execution_options(populate_existing=True)
    )
    return [(row[0], row[1]) for row in found]


def _is_other(state: State, key: str, outcome: Outcome) -> bool:
    """Say whether a recorded match was decided anew, and otherwise."""
    match = find(state, key)
    known = match.outcome
    if match.state is not MatchState.DECIDED or known is None:
        return False
    return (known.ending is Ending.DOUBLE_FORFEIT, known.winner) != (
        outcome.ending is Ending.DOUBLE_FORFEIT,
        outcome.winner,
    )


def _audit(session: Session, tournament: Tournament, row: TournamentMatch, match: Match) -> None:
    """Put into the log that a referee's decision about a match has changed a bracket."""
    who, _, number = match.actor.partition(":")
    if who == "admin" and number.isdigit():
        audit.record(
            session,
            admin_id=int(number),
            action="tournament.overturn",
            subject=f"tournament:{tournament.id}",
            match=row.key,
            result=match.result,
        )
