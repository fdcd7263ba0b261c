"""Players' protection on the wire: breaks from play, and limits."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.protection.exclusion import (
    LONGEST_HOURS,
    LONGEST_MONTHS,
    SHORTEST_HOURS,
    SHORTEST_MONTHS,
)
from app.schemas.base import Inbound, MomentOut, MoneyOut, Outbound, Shillings, example

Kind = Literal["deposit", "stake", "loss", "time"]
Hours = Annotated[Literal[24, 168, 720], Field(description="a day, a week or 30 days, rolling")]


class TimeOut(Inbound):
    """A break of days. It cannot be ended early."""

    model_config = example(hours=24)

    hours: Annotated[int, Field(ge=SHORTEST_HOURS, le=LONGEST_HOURS)]


class SelfExclusion(Inbound):
    """A break of months. It cannot be ended early."""

    model_config = example(months=6)

    months: Annotated[int, Field(ge=SHORTEST_MONTHS, le=LONGEST_MONTHS)]


class Exclusion(Outbound):
    """A break that is in force: nothing can be staked or deposited; withdrawals stay open.

    A `pause` begins by itself after losses, and lasts an hour.
    """

    kind: Literal["time_out", "self_exclusion", "pause"]
    starts_at: MomentOut
    ends_at: MomentOut


class LimitChange(Inbound):
    """A limit (KES; of time: minutes) within a rolling period; null asks for none."""

    model_config = example(kind="deposit", hours=168, amount="1000.00")

    kind: Kind
    hours: Hours
    amount: Annotated[Shillings | None, Field(description="null takes the limit away")]


class WaitingLimit(Outbound):
    """A higher limit, or none, that can be confirmed from `effective_at` on."""

    id: int
    amount: MoneyOut | None
    effective_at: MomentOut


class Limit(Outbound):
    """One kind and period: the limit in force, what is used of it, and what waits.

    In KES; of the kind `time` in minutes.
    """

    kind: Kind
    hours: Hours
    amount: MoneyOut | None
    used: MoneyOut | None
    waiting: WaitingLimit | None


class Protection(Outbound):
    """What a player has set for their own protection."""

    exclusion: Exclusion | None
    limits: list[Limit]


class PlayTime(Outbound):
    """How long you have been playing without half an hour's break, and what it cost.

    `net` is winnings less stakes (KES) of matches that ended since. `minutes` is how often the app
    tells you.
    """

    started_at: MomentOut
    last_seen_at: MomentOut
    net: MoneyOut
    minutes: Literal[15, 30, 60]


class RealityCheckChange(Inbound):
    """After how many minutes of play you are told."""

    model_config = example(minutes=30)

    minutes: Literal[15, 30, 60]
