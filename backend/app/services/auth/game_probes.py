"""Probes: one look at Activision for each name, to see whether a player's matches are visible."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.settings import get_settings
from app.domain.cod.records import Identity, Probe, Visibility
from app.domain.matches.games import Platform
from app.models.cod import GameAccount, GameId

TAKEN = "taken"  # a visibility of ours: the Activision id is another player's here
_RETRY = timedelta(minutes=15)  # after an answer without a result
_LOST = timedelta(minutes=2)  # a probe that was not made by then is enqueued again


@dataclass(frozen=True)
class ProbeWork:
    """A probe of one account to be made."""

    account_id: int
    identity: Identity


def enqueue_probe(session: Session, account: GameAccount, *, now: datetime) -> GameAccount:
    """Have a name probed, where its platform can be looked up and lookups are on."""
    if get_settings().cod.enabled and account.platform != Platform.MOBILE:
        account.probe_due_at = now + _LOST
        enqueue(session, Job.PROBE_ACCOUNT, account_id=account.id)
    else:
        account.probe_due_at = None
    session.flush()
    return account


def claim_probe(session: Session, *, account_id: int) -> ProbeWork | None:
    """Return the probe to make; None when the account is gone or was probed meanwhile."""
    account = session.get(GameAccount, account_id)
    if account is None or account.probe_due_at is None:
        return None
    return ProbeWork(
        account.id,
        Identity(platform=account.platform, username=account.username, uno=account.uno),
    )


def record_probe(session: Session, work: ProbeWork, *, probe: Probe, now: datetime) -> None:
    """Record the result of a probe; an unknown visibility is probed again later.

    An id of another player makes the name `taken`. A name that has changed meanwhile is left
    alone: it has a probe of its own.
    """
    account = session.execute(
        select(GameAccount).where(GameAccount.id == work.account_id).with_for_update()
    ).scalar_one_or_none()
    if account is None or account.username != work.identity.username:
        return
    account.probed_at = now
    account.visibility = probe.visibility
    account.probe_due_at = now + _RETRY if probe.visibility is Visibility.UNKNOWN else None
    if probe.uno is None:
        return
    session.execute(
        insert(GameId)
        .values(uno=probe.uno, user_id=account.user_id)
        .on_conflict_do_nothing(index_elements=["uno"])
    )
    owner = session.execute(select(GameId.user_id).where(GameId.uno == probe.uno)).scalar_one()
    if owner == account.user_id:
        account.uno = probe.uno
    else:
        account.visibility = TAKEN


def enqueue_overdue_probes(session: Session, *, now: datetime, rows: int) -> int:
    """Enqueue the probes that are due, each once per `_LOST`; return how many."""
    due = (
        select(GameAccount.id)
        .where(GameAccount.probe_due_at <= now)
        .order_by(GameAccount.probe_due_at)
        .limit(rows)
    )
    ids = session.scalars(
        update(GameAccount)
        .where(GameAccount.id.in_(due.with_for_update(skip_locked=True)))
        .values(probe_due_at=now + _LOST)
        .returning(GameAccount.id)
    ).all()
    for account_id in ids:
        enqueue(session, Job.PROBE_ACCOUNT, account_id=account_id)
    return len(ids)


def request_probe(session: Session, *, user_id: int, identity: Identity, now: datetime) -> None:
    """Make a player's name due for another probe, if it is still their name."""
    session.execute(
        update(GameAccount)
        .where(GameAccount.user_id == user_id, GameAccount.platform == identity.platform)
        .where(GameAccount.username == identity.username, GameAccount.probe_due_at.is_(None))
        .where(GameAccount.visibility != Visibility.NOT_FOUND)
        .values(probe_due_at=now)
    )
