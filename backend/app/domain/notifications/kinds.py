"""The kinds of notifications, and for each: its channels, its urgency, its time to live.

A kind is one event in the life of a player. It goes into the inbox always (`IN_APP`), as a push,
and as an SMS where silence can cost a stake, or money is not where the player thinks it is.
`sms_after` is how long the SMS waits for the player to read it in the app, which is free.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Channel(StrEnum):
    """Where a notification goes."""

    IN_APP = "in_app"
    PUSH = "push"
    SMS = "sms"


class Group(StrEnum):
    """What a kind is about, as the list of preferences is ordered."""

    MATCH = "match"
    CHALLENGE = "challenge"
    TOURNAMENT = "tournament"
    MONEY = "money"
    ACCOUNT = "account"
    CONDUCT = "conduct"


class Urgency(StrEnum):
    """How fast a push must arrive, in the words of RFC 8030 §5.3; only `HIGH` wakes a phone."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Kind(StrEnum):
    """Everything that a player is notified of."""

    MATCH_FOUND = "match_found"
    OPPONENT_READY = "opponent_ready"
    MATCH_REPORTED = "match_reported"
    MATCH_REMINDER = "match_reminder"
    MATCH_UNANSWERED = "match_unanswered"
    MATCH_TO_CONFIRM = "match_to_confirm"
    MATCH_REPLAYED = "match_replayed"
    MATCH_DISPUTED = "match_disputed"
    MATCH_RULED = "match_ruled"
    APPEAL_OPENED = "appeal_opened"
    APPEAL_DECIDED = "appeal_decided"
    # Written by the database's functions that end a match (alembic/sql/functions/matches).
    MATCH_WON = "match_won"
    MATCH_LOST = "match_lost"
    MATCH_DRAWN = "match_drawn"
    MATCH_SPLIT = "match_split"
    MATCH_REFUNDED = "match_refunded"
    TOURNAMENT_MATCH_WON = "tournament_match_won"
    TOURNAMENT_MATCH_LOST = "tournament_match_lost"
    TOURNAMENT_MATCH_VOID = "tournament_match_void"

    CHALLENGE_RECEIVED = "challenge_received"
    CHALLENGE_ACCEPTED = "challenge_accepted"
    CHALLENGE_DECLINED = "challenge_declined"
    CHALLENGE_EXPIRED = "challenge_expired"
    SEARCH_ENDED = "search_ended"

    TOURNAMENT_CHECK_IN = "tournament_check_in"
    TOURNAMENT_CHECK_IN_CLOSING = "tournament_check_in_closing"
    TOURNAMENT_PROMOTED = "tournament_promoted"
    TOURNAMENT_SKIPPED = "tournament_skipped"
    TOURNAMENT_MOVED = "tournament_moved"
    TOURNAMENT_CANCELLED = "tournament_cancelled"
    TOURNAMENT_REFUNDED = "tournament_refunded"
    TOURNAMENT_REMOVED = "tournament_removed"
    TOURNAMENT_MATCH = "tournament_match"
    TOURNAMENT_REPLAYED = "tournament_replayed"
    TOURNAMENT_REINSTATED = "tournament_reinstated"
    TOURNAMENT_REOPENED = "tournament_reopened"
    TOURNAMENT_OUT = "tournament_out"
    TOURNAMENT_FINISHED = "tournament_finished"
    TOURNAMENT_PRIZE_DUE = "tournament_prize_due"
    TOURNAMENT_PRIZE_PAID = "tournament_prize_paid"
    TOURNAMENT_PRIZE_TAKEN = "tournament_prize_taken"
    TOURNAMENT_DISQUALIFIED = "tournament_disqualified"
    TOURNAMENT_MOVED_UP = "tournament_moved_up"
    TOURNAMENT_PRIZE_RAISED = "tournament_prize_raised"
    TOURNAMENT_RAISE_PAID = "tournament_raise_paid"

    DEPOSIT_CREDITED = "deposit_credited"
    DEPOSIT_FAILED = "deposit_failed"
    DEPOSIT_REVERSED = "deposit_reversed"
    WITHDRAWAL_PAID = "withdrawal_paid"
    WITHDRAWAL_RETURNED = "withdrawal_returned"
    REFUND_SENT = "refund_sent"
    REFUND_RETURNED = "refund_returned"
    PAYOUTS_HELD = "payouts_held"
    PAYOUTS_FROZEN = "payouts_frozen"
    PAYOUTS_RELEASED = "payouts_released"

    NEW_DEVICE = "new_device"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  # a kind, not a secret
    PHONE_CHANGED = "phone_changed"
    LOGIN_COPIED = "login_copied"
    EMAIL_CHANGED = "email_changed"
    MANY_GUESSES = "many_guesses"
    PASSKEY_CHANGED = "passkey_changed"
    PASSKEY_COPIED = "passkey_copied"
    FACTOR_CHANGED = "factor_changed"

    STRIKE_GIVEN = "strike_given"
    MATCH_MISSED = "match_missed"
    COOLDOWN_STARTED = "cooldown_started"


@dataclass(frozen=True)
class Policy:
    """How a kind is delivered.

    `variables` are what its texts are filled with, `lives` is how long it is news: no push and no
    SMS leaves later. A `required` kind cannot be switched off, on any of its channels.
    """

    group: Group
    variables: frozenset[str]
    urgency: Urgency
    lives: timedelta
    sms_after: timedelta | None = None
    required: bool = False

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Where it may go."""
        sms = () if self.sms_after is None else (Channel.SMS,)
        return (Channel.IN_APP, Channel.PUSH, *sms)

    @property
    def wakes(self) -> bool:
        """Whether its SMS may come at night: a match and money do not wait for the morning."""
        return self.group in {Group.MATCH, Group.TOURNAMENT, Group.MONEY}


_DAY = timedelta(days=1)
_HIGH, _NORMAL, _LOW = Urgency.HIGH, Urgency.NORMAL, Urgency.LOW


def _policy(
    group: Group,
    variables: str,
    urgency: Urgency,
    lives: timedelta,
    *,
    sms_after: int | None = None,
    required: bool = False,
) -> Policy:
    wait = None if sms_after is None else timedelta(seconds=sms_after)
    return Policy(group, frozenset(variables.split()), urgency, lives, wait, required)


def _match(variables: str, urgency: Urgency, minutes: int, *, sms_after: int | None) -> Policy:
    """Return the policy of what costs a stake or a say in it when it is missed."""
    lives = timedelta(minutes=minutes)
    return _policy(Group.MATCH, variables, urgency, lives, sms_after=sms_after, required=True)


def _tournament(
    variables: str, urgency: Urgency, minutes: int, *, sms_after: int | None = None
) -> Policy:
    """Return the policy of an event in a tournament; required is what can cost a seat or a match.

    Those have an SMS.
    """
    lives = timedelta(minutes=minutes)
    names = f"tournament {variables}"
    required = sms_after is not None
    return _policy(Group.TOURNAMENT, names, urgency, lives, sms_after=sms_after, required=required)


def _account(variables: str) -> Policy:
    """Return the policy of a change of an account; `services/auth/sms_outbox` sends its SMS."""
    return _policy(Group.ACCOUNT, variables, _HIGH, 7 * _DAY, required=True)


_POLICIES: dict[Kind, Policy] = {
    Kind.MATCH_FOUND: _match("opponent amount until", _HIGH, 15, sms_after=30),
    Kind.OPPONENT_READY: _match("opponent", _HIGH, 5, sms_after=None),
    Kind.MATCH_REPORTED: _match("opponent", _HIGH, 30, sms_after=None),
    Kind.MATCH_REMINDER: _match("opponent until", _HIGH, 30, sms_after=20),
    Kind.MATCH_UNANSWERED: _match("opponent", _HIGH, 60, sms_after=20),
    Kind.MATCH_TO_CONFIRM: _match("opponent until", _HIGH, 30, sms_after=60),
    Kind.MATCH_REPLAYED: _match("opponent", _NORMAL, 120, sms_after=None),
    Kind.MATCH_DISPUTED: _match("opponent until", _HIGH, 180, sms_after=60),
    Kind.MATCH_RULED: _match("opponent", _NORMAL, 1_440, sms_after=300),
    Kind.APPEAL_OPENED: _match("opponent", _NORMAL, 1_440, sms_after=300),
    Kind.APPEAL_DECIDED: _match("opponent", _NORMAL, 1_440, sms_after=300),
    **{
        kind: _policy(Group.MATCH, "amount", _NORMAL, _DAY)
        for kind in (
            Kind.MATCH_WON,
            Kind.MATCH_LOST,
            Kind.MATCH_DRAWN,
            Kind.MATCH_SPLIT,
            Kind.MATCH_REFUNDED,
        )
    },
    Kind.TOURNAMENT_MATCH_WON: _policy(Group.MATCH, "", _NORMAL, _DAY),
    Kind.TOURNAMENT_MATCH_LOST: _policy(Group.MATCH, "", _NORMAL, _DAY),
    Kind.TOURNAMENT_MATCH_VOID: _policy(Group.MATCH, "", _NORMAL, _DAY),
    Kind.CHALLENGE_RECEIVED: _policy(Group.CHALLENGE, "opponent amount", _HIGH, timedelta(hours=1)),
    Kind.CHALLENGE_ACCEPTED: _policy(Group.CHALLENGE, "opponent", _HIGH, timedelta(minutes=15)),
    Kind.CHALLENGE_DECLINED: _policy(Group.CHALLENGE, "opponent amount", _LOW, _DAY),
    Kind.CHALLENGE_EXPIRED: _policy(Group.CHALLENGE, "amount", _LOW, _DAY),
    Kind.SEARCH_ENDED: _policy(Group.CHALLENGE, "amount", _NORMAL, _DAY),
    Kind.TOURNAMENT_CHECK_IN: _tournament("until", _HIGH, 60),
    Kind.TOURNAMENT_CHECK_IN_CLOSING: _tournament("until", _HIGH, 10, sms_after=30),
    Kind.TOURNAMENT_PROMOTED: _tournament("amount until", _HIGH, 180, sms_after=60),
    Kind.TOURNAMENT_SKIPPED: _tournament("amount", _NORMAL, 180),
    Kind.TOURNAMENT_MOVED: _tournament("at was", _NORMAL, 1_440),
    Kind.TOURNAMENT_CANCELLED: _tournament("amount why", _HIGH, 1_440),
    Kind.TOURNAMENT_REFUNDED: _tournament("amount why", _NORMAL, 1_440),
    Kind.TOURNAMENT_REMOVED: _tournament("amount why", _NORMAL, 1_440),
    Kind.TOURNAMENT_MATCH: _tournament("opponent until", _HIGH, 15, sms_after=30),
    Kind.TOURNAMENT_REPLAYED: _tournament("opponent", _HIGH, 120),
    Kind.TOURNAMENT_REINSTATED: _tournament("", _HIGH, 1_440),
    Kind.TOURNAMENT_REOPENED: _tournament("opponent", _HIGH, 120),
    Kind.TOURNAMENT_OUT: _tournament("place", _NORMAL, 1_440),
    Kind.TOURNAMENT_FINISHED: _tournament("place", _LOW, 1_440),
    Kind.TOURNAMENT_PRIZE_DUE: _tournament("place amount", _NORMAL, 1_440),
    Kind.TOURNAMENT_PRIZE_PAID: _tournament("place amount", _NORMAL, 1_440),
    Kind.TOURNAMENT_PRIZE_TAKEN: _tournament("amount taken owed", _HIGH, 4_320, sms_after=300),
    Kind.TOURNAMENT_DISQUALIFIED: _tournament("", _NORMAL, 4_320),
    Kind.TOURNAMENT_MOVED_UP: _tournament("place", _NORMAL, 1_440),
    Kind.TOURNAMENT_PRIZE_RAISED: _tournament("place amount", _NORMAL, 1_440),
    Kind.TOURNAMENT_RAISE_PAID: _tournament("amount", _NORMAL, 1_440),
    Kind.DEPOSIT_CREDITED: _policy(Group.MONEY, "amount", _NORMAL, _DAY),
    Kind.DEPOSIT_FAILED: _policy(Group.MONEY, "amount", _NORMAL, _DAY),
    Kind.DEPOSIT_REVERSED: _policy(
        Group.MONEY, "amount", _NORMAL, 3 * _DAY, sms_after=300, required=True
    ),
    Kind.WITHDRAWAL_PAID: _policy(Group.MONEY, "amount", _NORMAL, _DAY),
    Kind.WITHDRAWAL_RETURNED: _policy(
        Group.MONEY, "amount", _NORMAL, _DAY, sms_after=300, required=True
    ),
    Kind.REFUND_SENT: _policy(Group.MONEY, "amount", _NORMAL, _DAY),
    Kind.REFUND_RETURNED: _policy(Group.MONEY, "amount", _NORMAL, _DAY),
    Kind.PAYOUTS_HELD: _policy(Group.ACCOUNT, "until", _NORMAL, _DAY, required=True),
    Kind.PAYOUTS_FROZEN: _policy(
        Group.ACCOUNT, "", _NORMAL, 3 * _DAY, sms_after=300, required=True
    ),
    Kind.PAYOUTS_RELEASED: _policy(Group.ACCOUNT, "", _NORMAL, 3 * _DAY, sms_after=300),
    Kind.NEW_DEVICE: _account("at"),
    Kind.PASSWORD_CHANGED: _account(""),
    Kind.PHONE_CHANGED: _account("number"),
    Kind.LOGIN_COPIED: _account(""),
    Kind.EMAIL_CHANGED: _account("at"),
    Kind.MANY_GUESSES: _account("at"),
    Kind.PASSKEY_CHANGED: _account("at"),
    Kind.PASSKEY_COPIED: _account("at"),
    Kind.FACTOR_CHANGED: _account("at"),
    Kind.STRIKE_GIVEN: _policy(Group.CONDUCT, "", _NORMAL, 7 * _DAY, required=True),
    Kind.MATCH_MISSED: _policy(Group.CONDUCT, "", _LOW, _DAY),
    Kind.COOLDOWN_STARTED: _policy(Group.CONDUCT, "until", _LOW, _DAY),
}


# Whoever has one of these knows that the other reported: their time to answer runs.
CALLS_TO_ANSWER = frozenset({Kind.MATCH_REPORTED, Kind.MATCH_UNANSWERED})


def policy_of(kind: Kind) -> Policy:
    """Return how a kind is delivered."""
    return _POLICIES[kind]
