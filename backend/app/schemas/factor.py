"""Staff's second factor on the wire."""

from typing import Annotated, Literal

from pydantic import Field, Secret, StringConstraints

from app.schemas.base import Inbound, MomentOut, Outbound, example
from app.schemas.names import Username
from app.schemas.platform import Reason
from app.schemas.sms_code import SmsCode
from app.schemas.text import PROSE


class FactorStatus(Outbound):
    """How the caller's second factor stands."""

    is_active: bool
    since: MomentOut | None
    recovery_codes_left: int


class FactorEnrolment(Inbound):
    """A new authenticator; without one in use an invitation allows it."""

    model_config = example(invitation="MFRG-GZDF-MZTW-Q2LK")

    invitation: Annotated[
        Secret[Annotated[str, StringConstraints(max_length=40, pattern=PROSE)]] | None,
        Field(description="of whoever has no authenticator; of one use, from a colleague"),
    ] = None


class NewAuthenticator(Outbound):
    """What an authenticator app needs, shown once: as text, as a link and as a QR code."""

    secret: Annotated[str, Field(examples=["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"])]
    uri: Annotated[str, Field(description="otpauth://…, which the QR code holds")]
    qr: Annotated[str, Field(description="the QR code, as data:image/svg+xml")]


class FactorConfirmation(Inbound):
    """A code of the new authenticator."""

    model_config = example(code="936023")

    code: SmsCode


class RecoveryCodes(Outbound):
    """Ten codes, shown once: each signs you in once when your authenticator is gone."""

    codes: list[str]


class FactorResetProposal(Inbound):
    """A colleague whose authenticator is lost, and why you are sure that it is they who ask."""

    model_config = example(username="umpire", reason="They lost their phone; I spoke to them.")

    username: Username
    reason: Reason


class FactorResetLine(Outbound):
    """One proposal to take an authenticator away, and what became of it."""

    id: int
    username: str
    reason: str
    proposed_by: str
    proposed_at: MomentOut
    decided_by: str | None
    decided_at: MomentOut | None
    decision: Literal["approved", "rejected", "lapsed"] | None
    due_at: MomentOut | None


class FactorResets(Outbound):
    """A page of proposals, newest first."""

    items: list[FactorResetLine]
    next_cursor: str | None


class FactorReset(FactorResetLine):
    """An approved one: `invitation` is shown once, for you to hand over in person."""

    invitation: str
