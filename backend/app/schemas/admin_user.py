"""Players as staff finds and reads them, on the wire."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.matches.states import MatchStatus
from app.domain.platform.rights import Role
from app.schemas.admin_payment import AdminPayment
from app.schemas.base import Flag, Inbound, InboundQuery, MomentOut, MoneyOut, Outbound, example
from app.schemas.platform import Reason
from app.schemas.text import LINE


class UserQuery(InboundQuery):
    """Whom to look for: a username, a phone or an id; `prefix` finds what begins so."""

    username: Annotated[str | None, Field(max_length=50, pattern=LINE)] = None
    phone: Annotated[str | None, Field(max_length=20, pattern=LINE)] = None
    user_id: Annotated[int | None, Field(ge=1, le=2**62)] = None
    prefix: Annotated[Flag, Field(description="three letters or digits at least")] = False
    limit: Annotated[int, Field(ge=1, le=50, description="rows at most")] = 20


class FoundUser(Outbound):
    """A player as a list shows them."""

    id: int
    username: Annotated[str, Field(examples=["amina"])]
    phone: Annotated[str, Field(description="its last three digits", examples=["*********001"])]
    role: Role
    is_verified: bool
    is_active: bool
    created_at: MomentOut


class FoundUsers(Outbound):
    """Who was found, by name."""

    items: list[FoundUser]


class SuspensionLine(Outbound):
    """Why an account is shut."""

    kind: Literal["suspended", "banned"]
    reason: str
    imposed_by: int
    imposed_at: MomentOut


class AccountStrike(Outbound):
    """A false claim that counts."""

    match_id: int
    given_at: MomentOut
    lapses_at: MomentOut


class AccountMatch(Outbound):
    """One of their last matches."""

    id: int
    status: MatchStatus
    wager_amount: MoneyOut
    opponent_id: int
    result: str | None
    winner_id: int | None
    created_at: MomentOut


class NoteLine(Outbound):
    """A note of staff; it cannot be changed."""

    id: int
    text: str
    author: Annotated[str, Field(examples=["referee"])]
    created_at: MomentOut


class UserMoney(Outbound):
    """Where their money is (KES)."""

    available: MoneyOut
    in_play: MoneyOut
    withdrawing: MoneyOut
    owed: MoneyOut


class UserPageOut(Outbound):
    """What matters about one player. `payments` and `risk_score` need rights of their own."""

    id: int
    username: str
    phone: Annotated[str, Field(examples=["254711000001"])]
    email: str | None
    role: Role
    is_verified: bool
    is_active: bool
    created_at: MomentOut
    suspension: SuspensionLine | None
    strikes: list[AccountStrike]
    money: UserMoney
    devices: Annotated[int, Field(description="where they are signed in")]
    matches: list[AccountMatch]
    payments: list[AdminPayment] | None
    sharing: Annotated[
        list[FoundUser], Field(description="who played on their device or was paid to their number")
    ]
    risk_score: Annotated[int | None, Field(ge=0, le=100)]
    notes: list[NoteLine]


class NewNote(Inbound):
    """What other staff should know about a player."""

    model_config = example(text="They called about a deposit; receipt SG632NMUAB.")

    text: Reason


class Notes(Outbound):
    """The notes about a player, newest first."""

    items: list[NoteLine]


class AccountSuspension(Inbound):
    """How an account is to be shut, and why."""

    model_config = example(kind="suspended", reason="They threatened an opponent.")

    kind: Annotated[Literal["suspended", "banned"], Field(examples=["suspended"])]
    reason: Reason


class SuspensionLifting(Inbound):
    """Why an account is opened again."""

    model_config = example(reason="They have apologised, and it was the first time.")

    reason: Reason
