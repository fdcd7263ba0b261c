"""What each role of staff may do: least rights, and one right for every operation of the console.

`admin` has all of them. Players have none, and nobody of staff plays.
"""

from enum import StrEnum

from app.domain.errors import NotAllowed
from app.domain.problems import ProblemCode


class Role(StrEnum):
    """What somebody is to the house."""

    PLAYER = "player"
    SUPPORT = "support"
    REFEREE = "referee"
    FINANCE = "finance"
    ADMIN = "admin"


class Right(StrEnum):
    """What an operation for staff needs."""

    READ_DISPUTES = "read_disputes"
    RULE_MATCHES = "rule_matches"
    DECIDE_NAMES = "decide_names"
    MODERATE_MESSAGES = "moderate_messages"
    READ_RISK = "read_risk"
    CLEAR_RISK = "clear_risk"
    FIND_USERS = "find_users"
    NOTE_USERS = "note_users"
    SUSPEND_USERS = "suspend_users"
    BAN_USERS = "ban_users"
    CHANGE_ROLES = "change_roles"
    RESET_FACTORS = "reset_factors"
    REVIEW_IDENTITY = "review_identity"
    READ_PAYMENTS = "read_payments"
    RULE_PAYMENTS = "rule_payments"
    RECONCILE = "reconcile"
    READ_TAXES = "read_taxes"
    SET_TAXES = "set_taxes"
    FUND_SPONSOR = "fund_sponsor"
    MOVE_CAPITAL = "move_capital"
    ADJUST_WALLETS = "adjust_wallets"
    READ_TOURNAMENTS = "read_tournaments"
    RUN_TOURNAMENTS = "run_tournaments"
    TAKE_PRIZES_BACK = "take_prizes_back"
    READ_WATCH = "read_watch"  # switches and alerts
    CLEAR_ALARMS = "clear_alarms"
    TURN_SWITCHES = "turn_switches"
    DECIDE_PROPOSALS = "decide_proposals"  # beside the right of what is proposed
    READ_AUDIT = "read_audit"


_EVERYBODY = {Right.FIND_USERS, Right.NOTE_USERS, Right.READ_WATCH, Right.READ_TOURNAMENTS}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.PLAYER: frozenset(),
    Role.SUPPORT: frozenset(
        _EVERYBODY | {Right.READ_PAYMENTS, Right.MODERATE_MESSAGES, Right.REVIEW_IDENTITY}
    ),
    Role.REFEREE: frozenset(
        _EVERYBODY
        | {
            Right.READ_DISPUTES,
            Right.RULE_MATCHES,
            Right.DECIDE_NAMES,
            Right.MODERATE_MESSAGES,
            Right.READ_RISK,
            Right.SUSPEND_USERS,
            Right.RUN_TOURNAMENTS,
            Right.CLEAR_ALARMS,
        }
    ),
    Role.FINANCE: frozenset(
        _EVERYBODY
        | {
            Right.REVIEW_IDENTITY,
            Right.READ_PAYMENTS,
            Right.RULE_PAYMENTS,
            Right.RECONCILE,
            Right.READ_TAXES,
            Right.SET_TAXES,
            Right.FUND_SPONSOR,
            Right.MOVE_CAPITAL,
            Right.ADJUST_WALLETS,
            Right.TAKE_PRIZES_BACK,
            Right.READ_RISK,
            Right.CLEAR_RISK,
            Right.CLEAR_ALARMS,
            Right.TURN_SWITCHES,
            Right.DECIDE_PROPOSALS,
        }
    ),
    Role.ADMIN: frozenset(Right),
}


def may(role: str, right: Right) -> bool:
    """Return whether somebody of this role has the right; an unknown role has none."""
    return right in RIGHTS.get(Role(role), frozenset()) if role in set(Role) else False


def is_staff(role: str) -> bool:
    """Return whether this is a role of staff."""
    return role != Role.PLAYER


def play_refusal(role: str) -> NotAllowed | None:
    """Return the refusal of who wants to play or deposit with this role, if there is one."""
    if not is_staff(role):
        return None
    return NotAllowed(ProblemCode.STAFF_CANNOT_PLAY, "Our staff does not play.")
