"""A player's names in the game, by platform: their Activision id, and whether data are visible."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.settings import get_settings
from app.domain.cod.records import Identity, Probe, Visibility
from app.domain.errors import Conflict
from app.domain.matches.games import Platform
from app.domain.problems import ProblemCode
from app.models.cod import GameAccount, GameId
from app.models.match import MatchmakingQueue
from app.models.user import User

_RETRY = timedelta(minutes=15)  # after an answer without a result
_LOST = timedelta(minutes=2)  # a probe that was not made by then is enqueued again
_TAKEN = "taken"


@dataclass(frozen=True)
class ProbeWork:
    """A probe of one account to be made."""

    account_id: int
    identity: Identity


def list_of(session: Session, *, user_id: int) -> list[GameAccount]:
    """Return a player's names, by platform."""
    query = select(GameAccount).where(GameAccount.user_id == user_id)
    return list(session.scalars(query.order_by(GameAccount.platform)))


def set_username(
    session: Session, *, user_id: int, platform: Platform, username: str, now: datetime
) -> GameAccount:
    """Set a player's name on a platform and enqueue a probe, also of the same name.

    Raises Conflict while they search or play: the name is part of what was agreed.
    """
    _refuse_in_play(session, user_id=user_id)
    values = {
        "username": username,
        "visibility": Visibility.UNKNOWN,
        "uno": None,
        "probed_at": None,
    }
    account_id = session.execute(
        insert(GameAccount)
        .values(user_id=user_id, platform=platform, **values, updated_at=now)
        .on_conflict_do_update(
            index_elements=["user_id", "platform"], set_={**values, "updated_at": now}
        )
        .returning(GameAccount.id)
    ).scalar_one()
    return _enqueue_probe(session, account_id=account_id, now=now)


def remove(session: Session, *, user_id: int, platform: Platform) -> None:
    """Delete a player's name on a platform; raises Conflict while they are in play.

    The owner of the Activision id stays known: it cannot move to another account here.
    """
    _refuse_in_play(session, user_id=user_id)
    session.execute(
        delete(GameAccount).where(GameAccount.user_id == user_id, GameAccount.platform == platform)
    )


def snapshot(
    session: Session, player_ids: Sequence[int], *, platform: str | None = None
) -> dict[str, Any]:
    """Return the game names of both players now, player 1 first, to be stored with their match.

    `{"player1": {"platform", "username", "uno", "visibility"}, "player2": …}`. The name on the
    match's `platform` comes first, then one whose data are visible, then the plain Call of Duty
    name; a player without any name has none here either.
    """
    accounts: dict[int, list[GameAccount]] = {player_id: [] for player_id in player_ids}
    for account in session.scalars(
        select(GameAccount).where(GameAccount.user_id.in_(player_ids)).order_by(GameAccount.id)
    ):
        accounts[account.user_id].append(account)
    names = {
        row.id: row.cod_username
        for row in session.execute(
            select(User.id, User.cod_username).where(User.id.in_(player_ids))
        )
    }
    return {
        f"player{seat}": _frozen(accounts[player_id], names.get(player_id), platform)
        for seat, player_id in enumerate(player_ids, start=1)
    }


def _frozen(
    accounts: list[GameAccount], plain: str | None, platform: str | None
) -> dict[str, str | None]:
    def rank(account: GameAccount) -> tuple[bool, bool, int]:
        fits = account.platform == platform
        return (not fits, account.visibility != Visibility.VISIBLE, account.id)

    best = min((one for one in accounts if one.visibility != _TAKEN), key=rank, default=None)
    if best is None:
        return {
            "platform": platform,
            "username": plain,
            "uno": None,
            "visibility": Visibility.UNKNOWN.value,
        }
    return {
        "platform": best.platform,
        "username": best.username,
        "uno": best.uno,
        "visibility": best.visibility,
    }


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
        account.visibility = _TAKEN


def enqueue_overdue_probes(session: Session, *, now: datetime, rows: int) -> int:
    """Enqueue the probes that are due, each once per `_LOST`; return how many."""
    due = select(GameAccount.id).where(GameAccount.probe_due_at <= now).limit(rows)
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


def _enqueue_probe(session: Session, *, account_id: int, now: datetime) -> GameAccount:
    account = session.get(GameAccount, account_id, populate_existing=True)
    assert account is not None
    if get_settings().cod.enabled and account.platform != Platform.MOBILE:
        account.probe_due_at = now + _LOST
        enqueue(session, Job.PROBE_ACCOUNT, account_id=account_id)
    else:
        account.probe_due_at = None
    session.flush()
    return account


def _refuse_in_play(session: Session, *, user_id: int) -> None:
    # Locks the ticket, so that the player is not paired between this check and the change.
    ticket = session.execute(
        select(MatchmakingQueue.id)
        .where(MatchmakingQueue.user_id == user_id)
        .with_for_update(read=True)
    ).first()
    if ticket is not None:
        raise Conflict(
            ProblemCode.GAME_ACCOUNT_LOCKED,
            "Your names in the game stay as they are until your match is over.",
        )
