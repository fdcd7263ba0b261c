"""Open the matches of a bracket that can be played: each as a match of ours, without a stake."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.ledger import movement_reasons
from app.domain.matches.states import MatchStatus
from app.domain.tournaments.play import open_matches
from app.domain.tournaments.vocabulary import Match
from app.models.match import Match as PlayedMatch
from app.models.match import MatchmakingQueue
from app.models.tournament import Tournament, TournamentMatch
from app.services.matches import stakeless
from app.services.matchmaking import challenges, tickets
from app.services.tournaments import notices
from app.services.tournaments.bracket import store


def open_all(
    session: Session, tournament: Tournament, seen: store.Snapshot, *, now: datetime
) -> None:
    """Open all matches that can be played and are not live yet; none while it is paused.

    `seen` is what its rows say now. However many there are, it takes as many statements as one.
    Whoever waits in the queue leaves it, with the stake back. Who plays for money at the moment
    finishes that first: their match of the tournament is open all the same.
    """
    if tournament.paused_at is not None:
        return
    ready = _ready(session, seen)
    if ready:
        players = {player for match in ready for player in match.players}
        _leave_the_queue(session, players, now=now)
        _open(session, tournament, ready, now=now)


def _ready(session: Session, seen: store.Snapshot) -> list[Match]:
    """Return what can be opened: in a round robin, where all can be played, one each at a time.

    While a match is disputed its players go on.
    """
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
    session: Session, tournament: Tournament, ready: Sequence[Match], *, now: datetime
) -> None:
    until = now + timedelta(seconds=tournament.match_check_in_seconds)
    pairs = [_pair(match) for match in ready]
    match_ids = stakeless.open_stakeless(
        session,
        pairs,
        title=tournament.title,
        mode=tournament.mode,
        platform=tournament.platform,
        tournament_id=tournament.id,
        ready_by=until,
        play_seconds=tournament.match_seconds,
        now=now,
    )
    opened = dict(zip(match_ids, pairs, strict=True))
    session.add_all(
        TournamentMatch(
            tournament_id=tournament.id,
            key=pair.tournament_key,
            match_id=match_id,
            home_id=pair.player1_id,
            away_id=pair.player2_id,
            opened_at=now,
        )
        for match_id, pair in opened.items()
    )
    session.flush()
    called = {match_id: (pair.player1_id, pair.player2_id) for match_id, pair in opened.items()}
    notices.matches_open(session, tournament, called, until=until, now=now)


def _pair(match: Match) -> stakeless.Pair:
    home, away = match.players
    return stakeless.Pair(home, away, match.key)


def _leave_the_queue(session: Session, user_ids: Collection[int], *, now: datetime) -> None:
    """End the searches and challenges of players who are wanted in a tournament."""
    waiting = select(MatchmakingQueue).where(
        MatchmakingQueue.user_id.in_(user_ids), MatchmakingQueue.match_id.is_(None)
    )
    in_order = waiting.order_by(MatchmakingQueue.user_id)  # in one order, as others lock wallets
    for found in session.scalars(in_order.execution_options(populate_existing=True)).all():
        user_id = found.user_id
        if found.challenge_id is not None:
            challenges.close(
                session, found.challenge_id, actor=movement_reasons.TOURNAMENT, now=now
            )
            continue
        ticket = tickets.lock(session, user_id=user_id)
        if ticket is not None and ticket.match_id is None and ticket.challenge_id is None:
            tickets.release(session, ticket, actor=movement_reasons.TOURNAMENT, now=now)
