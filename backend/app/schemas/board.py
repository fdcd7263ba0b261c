"""The board of staff on the wire."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.payments.kinds import PaymentKind
from app.schemas.admin_payment import State
from app.schemas.base import Documented, MomentOut, MoneyOut, Outbound
from app.schemas.platform import AlertKind, SwitchState

Seconds = Annotated[int, Field(ge=0, description="seconds")]


class BoardQueue(Outbound):
    """Who waits for the same game at the same stake."""

    title: str
    mode: str
    platform: str
    stake: MoneyOut
    players: int
    oldest: Seconds


class BoardMatches(Outbound):
    """Open matches by status; `overdue` is by how much the latest is past its deadline."""

    pending: int
    active: int
    disputed: int
    overdue: Seconds


class BoardDisputes(Outbound):
    """Open disputes by age."""

    under_1_day: int
    days_1_to_3: int
    over_3_days: int
    oldest: Seconds


class BoardPayments(Outbound):
    """Payments of one kind that have not ended, in one state; `oldest` is an age."""

    kind: PaymentKind
    state: Annotated[str, Documented(State), Field(examples=["review"])]
    count: int
    oldest: Seconds


class BoardCallbacks(Outbound):
    """What M-Pesa sends us: what is not applied yet, when the last came, how many of late."""

    waiting: int
    oldest: Seconds
    last: Annotated[int | None, Field(description="seconds ago; null: there was none")]
    in_five_minutes: Annotated[int, Field(description="counted up to 2,000")]


class BoardFunds(Outbound):
    """What M-Pesa says it holds for us, beside what our books say, and what players own.

    Null where nobody has looked yet. `short` is what is missing for all players to be paid.
    """

    mpesa_says: MoneyOut | None
    mpesa_said_at: MomentOut | None
    books_say: MoneyOut | None
    players_own: MoneyOut | None
    books_at: MomentOut | None
    short: Annotated[MoneyOut | None, Field(description="0.00: everybody can be paid")]


class BoardJobs(Outbound):
    """How the workers keep up; null while Redis does not answer."""

    beat: Annotated[int | None, Field(description="seconds since the scheduler last sent a job")]
    oldest: Annotated[int | None, Field(description="seconds the next job of a queue waits")]


class BoardAlarms(Outbound):
    """Open alerts of one kind."""

    kind: AlertKind
    count: int


class BoardApprovals(Outbound):
    """Proposals of others that you may decide."""

    kind: Literal[
        "payments", "matches", "sponsor", "clawbacks", "advances", "roles", "factors", "money"
    ]
    count: int
    first_due_at: MomentOut


class BoardAudit(Outbound):
    """The audit's hash chain when it was last followed; null before the first check."""

    entries: int | None
    head: Annotated[str | None, Field(description="SHA-256 in hex")]
    checked_at: MomentOut | None
    broken: bool


class StaffBoard(Outbound):
    """What is going on, at one moment."""

    at: MomentOut
    queues: list[BoardQueue]
    matches: BoardMatches
    disputes: BoardDisputes
    payments: list[BoardPayments]
    callbacks: BoardCallbacks
    funds: BoardFunds
    jobs: BoardJobs
    alarms: list[BoardAlarms]
    switches: list[SwitchState]
    approvals: list[BoardApprovals]
    audit: BoardAudit
