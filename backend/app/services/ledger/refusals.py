"""Which refusal a rule of the database is, by the name of the constraint in its error."""

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.domain.errors import InsufficientBalance, Refusal
from app.domain.identity.limits import beyond_identity, underage
from app.domain.protection.chasing import chases
from app.domain.protection.exclusion import excluded
from app.domain.protection.limits import beyond_limit

_Facts = dict[str, Any]


def of_error(error: Any) -> Refusal | None:
    """Return what a player is told of a psycopg2 CheckViolation; None for one that is a bug."""
    build = _REFUSALS.get(error.diag.constraint_name)
    if build is None:
        return None
    detail = error.diag.message_detail or ""
    return build(json.loads(detail) if detail.startswith("{") else {})


def _excluded(facts: _Facts) -> Refusal:
    return excluded(facts["kind"], datetime.fromisoformat(facts["until"]))


def _beyond_limit(facts: _Facts) -> Refusal:
    return beyond_limit(
        kind=facts["limit"],
        hours=facts["hours"],
        amount=Decimal(facts["amount"]),
        left=Decimal(facts["left"]),
    )


def _beyond_identity(facts: _Facts) -> Refusal:
    most, left = Decimal(facts["most"]), Decimal(facts["left"])
    return beyond_identity(what=facts["what"], needs=facts["needs"], most=most, left=left)


def _chases(facts: _Facts) -> Refusal:
    return chases(rule=facts["rule"], lost=facts["lost"], down=Decimal(facts["down"]))


_REFUSALS: dict[str | None, Callable[[_Facts], Refusal]] = {
    "ck_accounts_balance_not_below_floor": lambda _: InsufficientBalance(),
    "ck_player_is_not_excluded": _excluded,
    "ck_player_is_within_limits": _beyond_limit,
    "ck_player_identity_suffices": _beyond_identity,
    "ck_player_does_not_chase": _chases,
    "ck_player_is_adult": lambda _: underage(),
}
