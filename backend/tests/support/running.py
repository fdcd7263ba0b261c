"""Tournaments that run: filled and begun by the services, their matches ended as players would."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.matches.decision import Reason, Result
from app.domain.tournaments.play import matches
from app.domain.tournaments.state import Tournament as State
from app.domain.tournaments.terms import Terms
from app.domain.tournaments.vocabulary import MatchState
from app.models.match import Match
from app.models.tournament import Tournament, TournamentMatch, TournamentPrize
from app.models.user import User
from app.services.ledger import posting
from app.services.matches.settlement import settle
from app.services.tournaments import advance, drop_outs, publication, transitions
from app.services.tournaments.bracket import store
from app.services.tournaments.entry import check_in, registration, seeding
from tests.support.players import make_player

FEE = Decimal(100)


class Event:
    """One tournament that runs; `now` is its own time, which passes only when it is told to."""

    def __init__(self, tournament_id: int, players: Sequence[User], now: datetime) -> None:
        self.id = tournament_id
        self.players = list(players)
        self.now = now

    def row(self) -> Tournament:
        """Return the tournament as it stands."""
        with transaction() as session:
            return session.get_one(Tournament, self.id)

    def state(self) -> State:
        """Return the engine's state, as its rows say."""
        with transaction() as session:
            return store.load(session, session.get_one(Tournament, self.id))

    def live(self) -> dict[str, TournamentMatch]:
        """Return the open matches by key."""
        with transaction() as session:
            rows = session.scalars(
                select(TournamentMatch)
                .where(
                    TournamentMatch.tournament_id == self.id,
                    TournamentMatch.replaced_at.is_(None),
                    TournamentMatch.ending.is_(None),
                )
                .order_by(TournamentMatch.id)
            )
            return {row.key: row for row in rows}

    def end(self, key: str, result: Result, reason: Reason = Reason.AGREED) -> None:
        """End a live match, as its two players (or their absence) would, without moving on."""
        row = self.live()[key]
        with transaction() as session:
            match = session.get_one(Match, row.match_id)
            if reason is Reason.AGREED:
                match.started_at = self.now
                session.flush()
            done = settle(
                session,
                match_id=match.id,
                player_ids=match.player_ids,
                result=result,
                reason=reason,
                actor="test",
            )
        assert done, "it had ended before"

    def go_on(self) -> None:
        """Let the worker look at the tournament, twice: the second time changes nothing."""
        for _ in range(2):
            with transaction() as session:
                advance.advance(session, tournament_id=self.id, now=self.now)

    def withdraw(self, user_id: int, reason: str = "left") -> None:
        """Take a player out."""
        with transaction() as session:
            tournament = transitions.lock(session, tournament_id=self.id)
            drop_outs.withdraw(
                session,
                tournament,
                user_id=user_id,
                reason=reason,
                actor=f"user:{user_id}",
                now=self.now,
            )

    def let_pass(self, **time: float) -> None:
        """Let time pass for the tournament."""
        self.now += timedelta(**time)

    def wallets(self) -> dict[int, Decimal]:
        """Return what everybody has (KES)."""
        with transaction() as session:
            return {
                one.id: posting.balances(session, user_id=one.id).available for one in self.players
            }

    def prizes(self) -> dict[int, Decimal]:
        """Return what was paid (KES), by user id."""
        with transaction() as session:
            rows = session.scalars(
                select(TournamentPrize).where(TournamentPrize.tournament_id == self.id)
            )
            return {row.user_id: row.amount for row in rows}

    def assert_shown_as_computed(self) -> None:
        """Check that what is live, and recorded, is what follows from the results (row 12)."""
        known, live = matches(self.state()), self.live()
        for key, row in live.items():
            assert known[key].state is MatchState.OPEN, key
            assert known[key].sides == (row.home_id, row.away_id), key
        is_busy = {player for row in live.values() for player in (row.home_id, row.away_id)}
        for key, match in known.items():
            if match.state is MatchState.OPEN and key not in live:
                assert not is_busy.isdisjoint(match.players), f"{key} could be played"


def begin(players: int, **terms: Any) -> Event:
    """Publish a tournament, let so many players enter and check in, and start it."""
    now = utc_now()
    everybody = [make_player(money=500) for _ in range(players)]
    values: dict[str, Any] = {
        "name": "Saturday cup",
        "format": "single_elimination",
        "title": "mw",
        "mode": "gunfight",
        "platform": "acti",
        "entry_fee": FEE,
        "prize_split": (5000, 3000, 2000),
        "min_participants": 4,
        "max_participants": max(players, 4),
        "check_in_opens_at": now + timedelta(minutes=30),
        "start_date": now + timedelta(minutes=60),
    } | terms
    with transaction() as session:
        made = publication.create(session, terms=Terms(**values), now=now)
        publication.publish(session, tournament_id=made.id, actor="test", now=now)
    event = Event(made.id, everybody, now)
    for one in everybody:
        with transaction() as session:
            registration.join(session, tournament_id=made.id, user_id=one.id, now=event.now)
    event.let_pass(minutes=30)
    with transaction() as session:
        opening = transitions.lock(session, tournament_id=made.id)
        check_in.open_check_in(session, opening, now=event.now)
    for one in everybody:
        with transaction() as session:
            check_in.check_in(session, tournament_id=made.id, user_id=one.id, now=event.now)
    event.let_pass(minutes=30)
    with transaction() as session:
        closing = transitions.lock(session, tournament_id=made.id)
        seeding.close_check_in(session, closing, now=event.now)
        advance.start(session, closing, event.now)
    return event
