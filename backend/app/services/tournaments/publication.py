"""From a draft to registration: create, edit, publish, and move the start before check-in opens."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.errors import Conflict, refuse_fields
from app.domain.problems import ProblemCode
from app.domain.tournaments import terms as rules
from app.domain.tournaments.lifecycle import Seeding, TournamentStatus
from app.domain.tournaments.seeding import SECRET_BYTES, commitment_to
from app.domain.tournaments.terms import Terms
from app.models.tournament import Tournament
from app.services.tournaments import notices, transitions
from app.services.tournaments.entry import registration
from app.services.tournaments.money import escrow

_FIELDS = tuple(Terms.__dataclass_fields__)


def create(
    session: Session, *, terms: Terms, now: datetime, created_by: int | None = None
) -> Tournament:
    """Create a draft, which nobody but staff sees; raises Invalid with every field that is wrong.

    The house's part of an entry is that of a match (`MATCH_FEE_RATE`).
    """
    _check(terms, now=now)
    tournament = Tournament(**_columns(terms), created_by=created_by)
    session.add(tournament)
    session.flush()
    session.refresh(tournament)
    return tournament


def edit(
    session: Session, *, tournament_id: int, changes: Mapping[str, Any], now: datetime
) -> Tournament:
    """Change terms of a draft, by the names of `Terms`; raises Invalid, or Conflict once it is out.

    The order of seeds by hand may be set until check-in closes: it is no term.
    """
    tournament = transitions.lock(session, tournament_id=tournament_id, drafts=True)
    is_draft = tournament.status == TournamentStatus.DRAFT
    if set(changes) == {"manual_order"} and tournament.status in {
        TournamentStatus.REGISTRATION,
        TournamentStatus.CHECK_IN,
    }:
        tournament.manual_order = list(changes["manual_order"])
        session.flush()
        return tournament
    if not is_draft:
        raise _published(tournament)
    terms = replace(_terms_of(tournament), **changes)
    _check(terms, now=now)
    session.execute(
        update(Tournament).where(Tournament.id == tournament.id).values(**_columns(terms))
    )
    session.refresh(tournament)
    return tournament


def publish(session: Session, *, tournament_id: int, actor: str, now: datetime) -> Tournament:
    """Open registration: from now on the terms stand, and a guarantee is set aside.

    Raises Conflict for what is no draft, and `sponsor_short` if the sponsor does not have it;
    Invalid if the terms, such as the start, are not possible any more.
    """
    tournament = transitions.lock(session, tournament_id=tournament_id, drafts=True)
    if tournament.status != TournamentStatus.DRAFT:
        raise _published(tournament)
    _check(_terms_of(tournament), now=now)
    lot: dict[str, Any] = {}
    if tournament.seeding == Seeding.LOT:
        secret = secrets.token_bytes(SECRET_BYTES)
        lot = {"lot_secret": secret, "lot_commitment": commitment_to(secret)}
    transitions.transition(
        session,
        tournament,
        TournamentStatus.REGISTRATION,
        actor=actor,
        due_at=tournament.check_in_opens_at,
        published_at=now,
        **lot,
    )
    escrow.reserve_guarantee(session, tournament, actor=actor)
    transitions.announce(session, tournament)
    return tournament


def move_start(
    session: Session,
    *,
    tournament_id: int,
    check_in_opens_at: datetime,
    start_date: datetime,
    actor: str,
    now: datetime,
) -> Tournament:
    """Move check-in and start; everybody in it is told, and may leave until check-in closes.

    Raises Conflict once check-in has opened, and Invalid for moments that cannot be.
    """
    tournament = transitions.lock(session, tournament_id=tournament_id)
    has_opened = tournament.check_in_opens_at <= now
    if tournament.status != TournamentStatus.REGISTRATION or has_opened:
        raise Conflict(
            ProblemCode.NOT_POSSIBLE,
            "The start moves only before check-in opens.",
            state=tournament.status,
        )
    refuse_fields(list(rules.faults_of_dates(check_in_opens_at, start_date, now=now)))
    old = tournament.start_date
    tournament.check_in_opens_at, tournament.start_date = check_in_opens_at, start_date
    tournament.due_at, tournament.actor, tournament.moved_at = check_in_opens_at, actor, now
    session.flush()
    notices.moved(
        session,
        tournament,
        user_ids=registration.user_ids(session, tournament, registration.IN),
        old=old,
        new=start_date,
        now=now,
    )
    transitions.announce(session, tournament)
    return tournament


def _check(terms: Terms, *, now: datetime) -> None:
    limits = get_settings().match
    faults = rules.faults(
        terms, lowest_fee=limits.minimum_wager, highest_fee=limits.maximum_wager, now=now
    )
    refuse_fields(faults)


def _columns(terms: Terms) -> dict[str, Any]:
    house = terms.house_part(get_settings().match.fee_rate)
    parts = {"prize_part": terms.entry_fee - house, "house_part": house}
    lists = {
        "prize_split": list(terms.prize_split),
        "manual_order": list(terms.manual_order),
    }
    return asdict(terms) | parts | lists


def _terms_of(tournament: Tournament) -> Terms:
    values = {name: getattr(tournament, name) for name in _FIELDS}
    values["prize_split"] = tuple(tournament.prize_split)
    values["manual_order"] = tuple(tournament.manual_order)
    return Terms(**values)


def _published(tournament: Tournament) -> Conflict:
    return Conflict(
        ProblemCode.NOT_POSSIBLE,
        "This is out: its terms do not change any more.",
        state=tournament.status,
    )
