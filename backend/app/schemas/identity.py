"""Who a player is, on the wire: the name, what proves it, and what moves until then."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator

from app.schemas.base import Inbound, MomentOut, MoneyOut, Outbound, example
from app.schemas.text import PROSE

DocumentKind = Literal["national_id", "passport", "alien_id"]
_Text = StringConstraints(min_length=3, max_length=100, pattern=PROSE)


class LegalNameChange(Inbound):
    """The first and last name as on the ID, in the order one likes."""

    model_config = example(name="Amina Wanjiru")

    name: Annotated[str, _Text]


class DocumentCheckRequest(Inbound):
    """A document to be checked with a selfie; its number is not kept once the provider has it."""

    model_config = example(kind="national_id", number="31247760", consent=True)

    kind: DocumentKind
    number: Annotated[str, StringConstraints(min_length=5, max_length=30, pattern=PROSE)]
    consent: bool

    @field_validator("consent")
    @classmethod
    def _is_given(cls, value: bool) -> bool:  # noqa: FBT001  # as pydantic calls it
        if not value:
            raise ValueError("without consent no document is checked")
        return value


class IdentityRoom(Outbound):
    """What may move in total (KES) until `needs` is proved, and what is left of it."""

    needs: Literal["name", "document"]
    most: MoneyOut
    left: MoneyOut


class DocumentCheck(Outbound):
    """The newest check; `link` is the provider's page for the pictures while it is open."""

    kind: DocumentKind
    state: Literal["requested", "starting", "open", "review", "approved", "rejected", "failed"]
    link: str | None
    reason: str | None
    created_at: MomentOut


class IdentityOut(Outbound):
    """How far a player's identity is proved: 0 nothing, 1 the name by M-Pesa, 2 a document.

    `mpesa` says how M-Pesa's last name for the number compares. `deposits` and `payouts` are null
    where nothing limits them.
    """

    name: str | None
    step: Annotated[int, Field(ge=0, le=2)]
    mpesa: Literal["same", "consistent", "differs", "cleared", "unreadable", "undeclared"] | None
    check: DocumentCheck | None
    deposits: IdentityRoom | None
    payouts: IdentityRoom | None


class IdentityReviewOut(Outbound):
    """An open review: M-Pesa's name for the number, or a document that the provider left open."""

    id: int
    user_id: int
    username: str
    declared: str | None
    opened_at: MomentOut
    mpesa_name: str | None
    phone: str | None
    document_kind: DocumentKind | None
    reason: str | None
    job: str | None


class IdentityReviews(Outbound):
    """The open reviews, the oldest first."""

    items: list[IdentityReviewOut]


class IdentityDecision(Inbound):
    """Whether it is approved, and why."""

    model_config = example(approves=True, reason="Maiden name, shown by the marriage certificate.")

    approves: bool
    reason: Annotated[str, StringConstraints(min_length=8, max_length=1000, pattern=PROSE)]
