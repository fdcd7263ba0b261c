"""Open the matches of a bracket that can be played: each as a match of ours, without a stake."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.ledger import movement_reasons
from app.domain.matches.states import MatchStatus
from app.domain.tournaments.play import open_matches
from app.domain.tournaments.vocabulary import Match
from app.models.match import Match as PlayedMatch
from app.models.tournament import Tournament, TournamentMatch
from app.services.matches import stakeless
from app.services.matchmaking import challenges, tickets
from app.services.tournaments import notices
from app.services.tournaments.bracket import store


def open_all(session: Session, tournament: Tournament, *, now: datetime) -> list[TournamentMatch]:
    """Open all matches that can be played and are not live yet; none while it is paused.

    Whoever waits in the queue leaves it, with the stake back. Who plays for money at the moment
    finishes that first: their match of the tournament is open all the same.
    """
    if tournament.paused_at is not None:
        return []
    ready = _ready(session, tournament)
    players = {player for match in ready for player in match.players}
    _leave_the_queue(session, players, now=now)
    opened = [_open(session, tournament, match, now=now) for match in ready]
    session.flush()
    return opened


def _ready(session: Session, tournament: Tournament) -> list[Match]:
    """Return what can be opened: in a round robin, where all can be played, one each at a time.

    While a match is disputed its players go on.
    """
    seen = store.snapshot(session, tournament)
    live = [row.match_id for row in seen.rows.values() if row.ending is None and row.match_id]
    disputed = set(
        session.scalars(
            select(PlayedMatch.id).where(
                PlayedMatch.id.in_(live), PlayedMatch.status == MatchStatus.DISPUTED
            )
        )
    )
    busy = {
        player
        for row in seen.rows.values()
        if row.ending is None and row.match_id not in disputed
        for player in (row.home_id, row.away_id)
    }
    found = []
    for match in sorted(open_matches(seen.state), key=_round_of):
        if match.key not in seen.rows and busy.isdisjoint(match.players):
            found.append(match)
            busy.update(match.players)
    return found


def _round_of(match: Match) -> int:
    """Return the number of a match's round: 2 for W2.3, S2.3 and G1.R2.3."""
    *_, named, _ = match.key.split(".")
    return int(named[1:])


def _open(
    session: Session, tournament: Tournament, match: Match, *, now: datetime
) -> TournamentMatch:
    home, away = match.players
    until = now + timedelta(seconds=tournament.match_check_in_seconds)
    match_id = stakeless.open_stakeless(
        session,
        player1_id=home,
        player2_id=away,
        title=tournament.title,
        mode=tournament.mode,
        platform=tournament.platform,
        tournament_id=tournament.id,
        tournament_key=match.key,
        ready_by=until,
        play_seconds=tournament.match_seconds,
        now=now,
    )
    row = TournamentMatch(
        tournament_id=tournament.id,
        key=match.key,
        match_id=match_id,
        home_id=home,
        away_id=away,
        opened_at=now,
    )
    session.add(row)
    notices.match_open(
        session, tournament, player_ids=(home, away), match_id=match_id, until=until, now=now
    )
    return row


def _leave_the_queue(session: Session, user_ids: Collection[int], *, now: datetime) -> None:
    """End the searches and challenges of players who are wanted in a tournament."""
    for user_id in sorted(user_ids):  # in one order, as others lock wallets
        found = tickets.find(session, user_id=user_id)
        if found is None or found.match_id is not None:
            continue
        if found.challenge_id is not None:
            challenges.close(
                session, found.challenge_id, actor=movement_reasons.TOURNAMENT, now=now
            )
            continue
        ticket = tickets.lock(session, user_id=user_id)
        if ticket is not None and ticket.match_id is None and ticket.challenge_id is None:
            tickets.release(session, ticket, actor=movement_reasons.TOURNAMENT, now=now)
