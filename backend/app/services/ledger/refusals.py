"""Which refusal a rule of the database is, by the name of the constraint in its error."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.domain.errors import InsufficientBalance, Refusal
from app.domain.identity.limits import beyond_identity, underage
from app.domain.protection.exclusion import excluded
from app.domain.protection.limits import beyond_limit


def of_error(error: Any) -> Refusal | None:
    """Return what a player is told of a psycopg2 CheckViolation; None for one that is a bug."""
    match error.diag.constraint_name:
        case "ck_accounts_balance_not_below_floor":
            return InsufficientBalance()
        case "ck_player_is_not_excluded":
            facts = json.loads(error.diag.message_detail)
            return excluded(facts["kind"], datetime.fromisoformat(facts["until"]))
        case "ck_player_is_within_limits":
            facts = json.loads(error.diag.message_detail)
            return beyond_limit(
                kind=facts["limit"],
                hours=facts["hours"],
                amount=Decimal(facts["amount"]),
                left=Decimal(facts["left"]),
            )
        case "ck_player_identity_suffices":
            facts = json.loads(error.diag.message_detail)
            return beyond_identity(
                what=facts["what"],
                needs=facts["needs"],
                most=Decimal(facts["most"]),
                left=Decimal(facts["left"]),
            )
        case "ck_player_is_adult":
            return underage()
    return None
