"""Play one cup of the simulated players through the services, so that a demo has one that is over.

Eight of them enter a free cup whose prizes the sponsor guarantees, and play it to its end. Each
step is what a route or a sweep would call. Only the clock is ours, some 75 minutes that have just
passed, since nobody who starts a demo waits for that long.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy import select

from app.core.database import transaction
from app.core.settings import get_settings
from app.domain.auth.login_name import LoginName, NameKind
from app.domain.matches.facts import PlayerReport
from app.domain.matches.states import MatchStatus
from app.domain.matches.vocabulary import ReportedOutcome
from app.domain.tournaments.lifecycle import TournamentStatus
from app.domain.tournaments.terms import Terms
from app.models.match import Match
from app.models.tournament import Tournament
from app.models.user import User
from app.services.auth import accounts
from app.services.matches import lifecycle
from app.services.results import reports
from app.services.tournaments import publication, sweep
from app.services.tournaments.entry import check_in, registration
from app.services.tournaments.money import sponsor

NAME = "Launch cup"
SEATS = 8
_PRIZES = Decimal(1_000)  # KES
_LASTS = timedelta(minutes=75)
_MATCH = timedelta(minutes=4)
_RNG = Random(8)  # noqa: S311  # who wins is no secret


def is_there() -> bool:
    """Say whether any tournament has been made: then this is no first start."""
    with transaction() as session:
        return session.scalars(select(Tournament.id).limit(1)).first() is not None


def play_cup(*, players: list[str], admins: tuple[str, str], now: datetime) -> int:
    """Play the cup by `players` (usernames), announced by two `admins`; return its id.

    It is over, and paid, a moment before `now`.
    """
    clock = now - _LASTS - timedelta(seconds=get_settings().tournament.finalising_seconds)
    tournament_id = _announce(admins, now=clock)
    ids = [_id_of(name) for name in players]
    for user_id in ids:
        clock += timedelta(minutes=2)
        with transaction() as session:
            registration.join(session, tournament_id=tournament_id, user_id=user_id, now=clock)
    clock = _step(tournament_id, after=clock)  # check-in opens
    for user_id in ids:
        with transaction() as session:
            check_in.check_in(session, tournament_id=tournament_id, user_id=user_id, now=clock)
    while _row(tournament_id).status != TournamentStatus.PAID:
        clock = _play(tournament_id, now=_step(tournament_id, after=clock))
    return tournament_id


def _announce(admins: tuple[str, str], *, now: datetime) -> int:
    """Let two admins fund the sponsor, and the second one publish the cup."""
    proposer, host = (_id_of(name) for name in admins)
    with transaction() as session:
        admin = session.get_one(User, proposer)
        seen = sponsor.propose(
            session, amount=_PRIZES, reason="For the launch cup.", admin=admin, now=now
        )
    with transaction() as session:
        admin = session.get_one(User, host)
        funding_id = seen.funding.id
        sponsor.approve(session, funding_id=funding_id, admin=admin, reason="As agreed.", now=now)
    terms = Terms(
        name=NAME,
        description="Free, with prizes guaranteed by a sponsor.",
        format="single_elimination",
        bronze=True,
        title="mw",
        mode="gunfight",
        platform="acti",
        entry_fee=Decimal(0),
        guarantee=_PRIZES,
        prize_split=(6_000, 3_000, 1_000),
        min_participants=4,
        max_participants=SEATS,
        check_in_opens_at=now + timedelta(minutes=30),
        start_date=now + timedelta(minutes=60),
    )
    with transaction() as session:
        made = publication.create(session, terms=terms, created_by=host, now=now)
        publication.publish(session, tournament_id=made.id, actor=f"admin:{host}", now=now)
    return made.id


def _step(tournament_id: int, *, after: datetime) -> datetime:
    """Do what the sweep does when the tournament is due next, `after` a moment; return when."""
    due_at = _row(tournament_id).due_at
    now = max(due_at, after) if due_at else after
    with transaction() as session:
        sweep.step(session, tournament_id, now)
    return now


def _play(tournament_id: int, *, now: datetime) -> datetime:
    """Play all open matches at once; return when they are over: `now` if there are none."""
    with transaction() as session:
        open_ones = session.scalars(
            select(Match)
            .where(Match.tournament_id == tournament_id, Match.status == MatchStatus.PENDING)
            .order_by(Match.id)
        ).all()
    over_at = now + _MATCH if open_ones else now
    for match in open_ones:
        for user_id in match.player_ids:
            with transaction() as session:
                lifecycle.make_ready(session, match_id=match.id, user_id=user_id, now=now)
        winner = _RNG.choice(match.player_ids)
        for user_id in match.player_ids:
            outcome = ReportedOutcome.WON if user_id == winner else ReportedOutcome.LOST
            with transaction() as session:
                reports.submit(
                    session,
                    match_id=match.id,
                    user_id=user_id,
                    report=PlayerReport(outcome),
                    now=over_at,
                )
    return over_at


def _row(tournament_id: int) -> Tournament:
    with transaction() as session:
        return session.get_one(Tournament, tournament_id)


def _id_of(username: str) -> int:
    with transaction() as session:
        user = accounts.find(session, name=LoginName(NameKind.USERNAME, username))
        assert user is not None, "the seed has created them"
        return user.id
