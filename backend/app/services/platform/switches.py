"""Switches that pause what staff must be able to stop; read at each use, so they work at once."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.domain.problems import ProblemCode
from app.models.platform import Switch


class SwitchName(StrEnum):
    """What can be paused."""

    DEPOSITS = "deposits"
    WITHDRAWALS = "withdrawals"
    TOURNAMENTS = "tournaments"
    REGISTRATION = "registration"
    QUEUE = "queue"


def is_on(session: Session, *, name: SwitchName) -> bool:
    """Return whether `name` is on now."""
    return bool(session.scalars(select(Switch.is_on).where(Switch.name == name)).one())


def require_registration(session: Session) -> None:
    """Raise Conflict while nobody new can register."""
    if not is_on(session, name=SwitchName.REGISTRATION):
        raise Conflict(
            ProblemCode.REGISTRATION_PAUSED, "New accounts are paused for a while. Try again later."
        )


def require_queue(session: Session) -> None:
    """Raise Conflict while nobody can look for a match or challenge somebody."""
    if not is_on(session, name=SwitchName.QUEUE):
        raise Conflict(
            ProblemCode.QUEUE_PAUSED,
            "New matches are paused for a while. Matches that have begun go on.",
        )


def require_one_person(session: Session, *, name: SwitchName, is_on: bool) -> None:
    """Raise Conflict where it takes two people: withdrawals that are off are turned on by two."""
    if name is SwitchName.WITHDRAWALS and is_on and not get(session, name=name).is_on:
        raise Conflict(
            ProblemCode.TWO_PEOPLE_NEEDED,
            "Two people turn withdrawals on: propose it, and somebody else approves.",
        )


def list_all(session: Session) -> list[Switch]:
    """Return all switches by name."""
    return list(session.scalars(select(Switch).order_by(Switch.name)))


def get(session: Session, *, name: SwitchName) -> Switch:
    """Return one switch as it stands in this transaction."""
    return session.scalars(
        select(Switch).where(Switch.name == name).execution_options(populate_existing=True)
    ).one()


def turn(
    session: Session, *, name: SwitchName, is_on: bool, reason: str, by: str, now: datetime
) -> bool:
    """Turn a switch on or off; return False if it was so already.

    `by` is `user:<id>` of an admin or `system`.
    """
    turned = session.execute(
        update(Switch)
        .where(Switch.name == name, Switch.is_on.is_not(is_on))
        .values(is_on=is_on, reason=reason, changed_by=by, changed_at=now)
        .returning(Switch.name)
    )
    return turned.first() is not None
