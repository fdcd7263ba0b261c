"""What may move (KES, in total) before a name or a document is proved."""

from decimal import Decimal
from enum import StrEnum
from typing import Literal

from app.domain.errors import Conflict, NotAllowed
from app.domain.problems import ProblemCode

What = Literal["deposits", "payouts"]


class Proof(StrEnum):
    """What is missing."""

    NAME = "name"
    DOCUMENT = "document"


_NEXT = {
    Proof.NAME: "Say on your identity page how you are called; M-Pesa's name for your number"
    " proves it with a payment.",
    Proof.DOCUMENT: "Prove it with a document on your identity page.",
}


def beyond_identity(*, what: str, needs: str, most: Decimal, left: Decimal) -> Conflict:
    """Build the refusal of a deposit or payout beyond what is proved of a player's identity."""
    verb = "deposit" if what == "deposits" else "withdraw"
    known = "your name" if needs == Proof.NAME else "your document"
    return Conflict(
        ProblemCode.IDENTITY_NEEDED,
        f"Until {known} is checked you can {verb} KES {most:,.0f} in total, of which"
        f" KES {left:,.0f} is left. {_NEXT[Proof(needs)]}",
        needs=needs,
        most=str(most),
        left=str(left),
    )


def underage() -> NotAllowed:
    """Build the refusal of somebody who is under 18 by their document."""
    return NotAllowed(
        ProblemCode.TOO_YOUNG,
        "Your document says that you are under 18. You can withdraw your money.",
    )
