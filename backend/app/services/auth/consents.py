"""Consent of players: to the terms, without which nobody plays, and to their name on boards."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import Conflict, Invalid
from app.domain.privacy.consent import TERMS_VERSION, VERSIONS, Subject
from app.domain.problems import ProblemCode
from app.models.user import Consent, User


@dataclass(frozen=True)
class ConsentView:
    """The newest consent about one subject; all None before the first."""

    subject: Subject
    current_version: str
    version: str | None
    given: bool
    at: datetime | None


@dataclass(frozen=True)
class Consents:
    """What a player agreed to, and under which name everybody sees their results."""

    items: list[ConsentView]
    shown_as: str


def give(
    session: Session, *, player: User, subject: Subject, version: str, given: bool = True
) -> None:
    """Record a consent, or that it is taken back.

    Raises Conflict for a version of the text that is not the present one.
    """
    if version != VERSIONS[subject]:
        raise Conflict(
            ProblemCode.TEXT_HAS_CHANGED,
            "This text has changed. Load the page again and read the new one.",
            version=VERSIONS[subject],
        )
    if subject is Subject.TERMS and not given:
        raise Invalid(ProblemCode.INVALID_REQUEST, "Terms are accepted, not taken back.")
    session.add(Consent(user_id=player.id, subject=subject, version=version, given=given))
    session.flush()
    session.refresh(player)


def read(session: Session, *, player: User) -> Consents:
    """Return what holds now."""
    rows = session.scalars(select(Consent).where(Consent.user_id == player.id).order_by(Consent.id))
    newest = {Subject(row.subject): row for row in rows}
    items = []
    for subject, current in VERSIONS.items():
        row = newest.get(subject)
        items.append(
            ConsentView(
                subject=subject,
                current_version=current,
                version=row.version if row else None,
                given=row.given if row else False,
                at=row.at if row else None,
            )
        )
    return Consents(items, player.shown_name)


def require_terms(session: Session, *, user_id: int) -> None:
    """Raise Conflict for who has not accepted the present terms: they neither play nor deposit.

    Everything else stays open to them: withdrawals, their running match, their data.
    """
    accepted = session.scalars(select(User.terms_version).where(User.id == user_id)).one()
    if accepted != TERMS_VERSION:
        raise Conflict(
            ProblemCode.TERMS_NOT_ACCEPTED,
            "Our terms have changed. Read and accept them first. Until then you can still withdraw"
            " your money, finish your match and take your data with you.",
            version=TERMS_VERSION,
        )
