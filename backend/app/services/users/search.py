"""Find players by username, phone or id; each lookup is in the audit."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain import phone as numbers
from app.domain.errors import Invalid
from app.domain.problems import ProblemCode
from app.models.user import User
from app.services.platform import audit

_LEAST = 3
_COUNTRY = "254"


@dataclass(frozen=True)
class Query:
    """What to look for: one of these; `prefix` finds what begins so."""

    username: str | None = None
    phone: str | None = None
    user_id: int | None = None
    prefix: bool = False


def find(session: Session, *, query: Query, admin: User, rows: int) -> list[User]:
    """Return up to `rows` players by name; raises Invalid for a prefix of less than three letters.

    The audit keeps a username as typed, and of a phone number the last three digits.
    """
    found = select(User).order_by(func.lower(User.username)).limit(rows)
    if query.user_id is not None:
        found = found.where(User.id == query.user_id)
        sought = f"id {query.user_id}"
    elif query.username is not None:
        name = query.username.strip().lower()
        column = func.lower(User.username)
        _require_length(name, query)
        found = found.where(
            column.startswith(name, autoescape=True) if query.prefix else column == name
        )
        sought = f"username {name}"
    else:
        digits = _digits(query.phone or "", prefix=query.prefix)
        _require_length(digits.removeprefix(_COUNTRY), query)
        found = found.where(
            User.phone.startswith(digits, autoescape=True) if query.prefix else User.phone == digits
        )
        sought = f"phone {numbers.hide(digits)}"
    players = list(session.scalars(found))
    audit.record(
        session,
        admin_id=admin.id,
        action="user.find",
        subject=f"user:{players[0].id}" if len(players) == 1 else "user",
        sought=sought,
        prefix=query.prefix,
        found=len(players),
    )
    return players


def _digits(typed: str, *, prefix: bool) -> str:
    """Return a number, or the beginning of one, as it is stored: 2547…"""
    whole = numbers.normalise(typed)
    if whole is not None:
        return whole
    digits = "".join(one for one in typed if one.isdigit())
    if not prefix:
        return digits
    return _COUNTRY + digits[1:] if digits.startswith("0") else digits


def _require_length(text: str, query: Query) -> None:
    if query.prefix and len(text) < _LEAST:
        raise Invalid(ProblemCode.INVALID_REQUEST, "Type three letters or digits at least.")
