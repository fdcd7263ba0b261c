"""Payments on the wire as admins see them."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.payments.decisions import ReviewReason
from app.domain.payments.kinds import PaymentKind
from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.mpesa.results import Failure
from app.domain.payments.states import DepositState, PaybillState, RefundState, WithdrawalState
from app.schemas.base import Documented, Facts, InboundQuery, MomentOut, MoneyOut, Outbound
from app.schemas.ledger import LedgerType
from app.schemas.text import LINE, pasted

State = DepositState | WithdrawalState | PaybillState | RefundState


class PaymentQuery(InboundQuery):
    """What to list."""

    kind: Annotated[PaymentKind | None, Field(description="all kinds unless given")] = None
    state: Annotated[
        State | None,
        Field(description="for instance `review` or `unknown`"),
    ] = None
    player: Annotated[
        str | None,
        Field(max_length=100, pattern=LINE, description="username, e-mail or phone"),
    ] = None
    receipt: Annotated[
        str | None,
        Field(
            max_length=20,
            pattern=pasted(r"[A-Za-z0-9]+"),
            description="M-Pesa's, also of what was refunded",
        ),
    ] = None
    # Of each kind of payment, the id below which the next page begins.
    cursor: Annotated[
        str | None,
        Field(
            max_length=80,
            pattern=r"^[0-9]{1,19}(\.[0-9]{1,19}){3}$",
            description="`next_cursor` of the page before",
        ),
    ] = None
    limit: Annotated[int, Field(ge=1, le=100, description="rows a page")] = 20


class AdminPayment(Outbound):
    """One payment (KES): `net` is what arrives, in the wallet, on the phone or at the payer."""

    kind: PaymentKind
    id: Annotated[int, Field(examples=[7])]
    state: Annotated[str, Documented(State), Field(examples=["review"])]
    meaning: Annotated[
        str,
        Field(
            description="what the state means, and what to do",
            examples=["It is not known whether M-Pesa paid. Compare with its statement."],
        ),
    ]
    amount: MoneyOut
    tax: MoneyOut
    fee: MoneyOut
    net: MoneyOut
    user_id: Annotated[int | None, Field(examples=[1])]
    username: Annotated[str | None, Field(examples=["amina"])]
    phone: Annotated[
        str | None, Field(description="its last three digits", examples=["*********001"])
    ]
    about: Annotated[
        str | None,
        Field(
            description="a paybill payment: the account number as typed; a refund: what goes back",
            examples=["deposit:7"],
        ),
    ]
    receipt: Annotated[str | None, Field(description="M-Pesa's", examples=["SG632NMUAB"])]
    doubt: Annotated[
        str | None,
        Documented(ReviewReason | None),
        Field(description="why people have to review it", examples=["amount_differs"]),
    ]
    failure: Annotated[
        str | None, Documented(Failure | PayoutFailure | None), Field(examples=["wrong_pin"])
    ]
    created_at: MomentOut
    completed_at: MomentOut | None
    due_at: Annotated[
        MomentOut | None, Field(description="when we look at it again; null when it is over")
    ]


class AdminPaymentList(Outbound):
    """Payments, newest first; pass `next_cursor` as `cursor` for the next page."""

    items: list[AdminPayment]
    next_cursor: Annotated[str | None, Field(examples=["118.40.7.2"])]


class WaitingPayment(AdminPayment):
    """A payment that waits for two people, and the ruling that was proposed already."""

    ruling_id: Annotated[
        int | None, Field(description="a ruling about it that waits for approval", examples=[3])
    ]
    maybe_of: Annotated[
        str | None,
        Field(
            description="a paybill payment: the player whose username, e-mail or phone was typed"
            " instead of an account number. A hint, no proof: ask them for M-Pesa's SMS",
            examples=["amina"],
        ),
    ]


class WaitingPayments(Outbound):
    """What waits for people, the oldest first; `total` (KES) is what is shown here together."""

    items: list[WaitingPayment]
    total: MoneyOut


class PaymentStep(Outbound):
    """One step of a payment, and the evidence it rests on."""

    at: MomentOut
    state: Annotated[str, Documented(State), Field(examples=["credited"])]
    source: Annotated[str, Field(description="where it came from", examples=["callback"])]
    evidence: Annotated[
        Facts, Field(examples=[{"code": "0", "amount": "500", "receipt": "SG632NMUAB"}])
    ]


class PaymentQuestion(Outbound):
    """A Transaction Status inquiry of ours, and M-Pesa's answer."""

    id: int
    state: Literal["created", "sent", "answered", "lost"]
    asked_receipt: str | None
    asked_conversation_id: str | None
    asked_at: MomentOut
    answered_at: MomentOut | None
    answer: Facts | None


class LedgerLeg(Outbound):
    """One amount (KES) from the account `debit` to the account `credit`."""

    debit: Annotated[str, Field(examples=["mpesa_clearing_in:main"])]
    credit: Annotated[str, Field(examples=["user_wallet:1"])]
    amount: MoneyOut


class LedgerPosting(Outbound):
    """One movement in the ledger; none can be changed or deleted."""

    key: Annotated[str, Field(examples=["deposit:7:credit"])]
    type: Annotated[LedgerType, Field(examples=["deposit"])]
    receipt: Annotated[str | None, Field(examples=["SG632NMUAB"])]
    actor: Annotated[str, Field(description="by whom", examples=["mpesa:callback"])]
    at: MomentOut
    legs: list[LedgerLeg]


CallbackKind = Literal[
    "stk",
    "c2b",
    "b2c",
    "b2c_timeout",
    "status",
    "status_timeout",
    "balance",
    "balance_timeout",
    "reversal",
    "reversal_timeout",
]


class CallbackMessage(Outbound):
    """A callback as it came; `deliveries` counts how often the very same one did."""

    id: int
    kind: CallbackKind
    received_at: MomentOut
    judged_at: MomentOut | None
    verdict: Annotated[str | None, Field(examples=["credited"])]
    deliveries: Annotated[int, Field(examples=[1])]
    failures: Annotated[int, Field(description="how often processing it crashed", examples=[0])]
    source_ip: Annotated[str | None, Field(examples=["196.201.214.200"])]
    size: Annotated[int, Field(description="bytes", examples=[412])]
    body: Annotated[
        str,
        Field(
            description="as text; control characters are escaped, and 8 KB is where it is cut",
            examples=['{"Body": {"stkCallback": {"ResultCode": 0}}}'],
        ),
    ]


class PaymentHistory(Outbound):
    """Everything there is about one payment."""

    payment: AdminPayment
    row: Annotated[Facts, Field(description="its row in the database, without secrets")]
    steps: list[PaymentStep]
    questions: list[PaymentQuestion]
    ledger: list[LedgerPosting]
    callbacks: list[CallbackMessage]
    refunds: Annotated[list[int], Field(description="refunds of this payment", examples=[[2]])]
    rulings: Annotated[list[int], Field(description="rulings about it", examples=[[3]])]
