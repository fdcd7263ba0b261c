"""Inquiries to M-Pesa about transactions and balances, and their answers."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from app.domain.payments.mpesa.parties import is_phone, is_shortcode, name_in
from app.domain.payments.mpesa.query_codes import QueryMeaning, QueryOutcome, meaning_of_query


@dataclass(frozen=True)
class InquiryAccepted:
    """M-Pesa took an inquiry or an order; its answer comes to the address that we gave."""

    conversation_id: str
    originator_conversation_id: str


@dataclass(frozen=True)
class StatusInquiry:
    """What became of one transaction? Named by its `receipt`, or by our id of a payout.

    `token` makes the addresses of the answer. `about_payout` chooses the shortcode asked for.
    """

    token: str
    receipt: str | None = None
    originator_conversation_id: str | None = None
    about_payout: bool = False

    def __post_init__(self) -> None:
        """Refuse an inquiry about nothing, or about two things."""
        if (self.receipt is None) == (self.originator_conversation_id is None):
            msg = "a status inquiry names a receipt or an originator conversation id"
            raise ValueError(msg)


@dataclass(frozen=True)
class BalanceInquiry:
    """How much is there in the accounts of `shortcode`?"""

    token: str
    shortcode: str


class TransactionStatus(StrEnum):
    """States that M-Pesa gives a transaction (daraja.md §2.5)."""

    COMPLETED = "Completed"
    CANCELLED = "Cancelled"
    DECLINED = "Declined"
    EXPIRED = "Expired"
    INITIATED = "Initiated"
    AUTHORIZED = "Authorized"
    PENDING = "Pending Authorized"


class StatusVerdict(StrEnum):
    """What an answer about a transaction proves."""

    COMPLETED = "completed"  # money moved
    FAILED = "failed"  # declined, cancelled or expired: it did not, and will not
    WAITING = "waiting"  # not decided yet
    NOT_FOUND = "not_found"  # no proof of failure, least of all soon after a timeout
    NO_ANSWER = "no_answer"  # the inquiry failed; nothing is known of the transaction


_VERDICTS = {
    TransactionStatus.COMPLETED: StatusVerdict.COMPLETED,
    TransactionStatus.CANCELLED: StatusVerdict.FAILED,
    TransactionStatus.DECLINED: StatusVerdict.FAILED,
    TransactionStatus.EXPIRED: StatusVerdict.FAILED,
    TransactionStatus.INITIATED: StatusVerdict.WAITING,
    TransactionStatus.AUTHORIZED: StatusVerdict.WAITING,
    TransactionStatus.PENDING: StatusVerdict.WAITING,
}


@dataclass(frozen=True)
class StatusEvidence:
    """An answer about one transaction, amounts in KES.

    `question_id` is the OriginatorConversationID of our inquiry; all that follows `status` is
    about the transaction that was asked about. `code` is about the inquiry only.
    """

    code: str
    question_id: str | None = None
    status: TransactionStatus | None = None
    status_text: str = ""
    receipt: str | None = None
    amount: Decimal | None = None
    originator_conversation_id: str | None = None
    conversation_id: str | None = None
    debit_party: str | None = None
    credit_party: str | None = None
    parties: tuple[str, ...] = ()
    reason: str | None = None
    charge: Decimal | None = None
    initiated_at: datetime | None = None
    finalised_at: datetime | None = None
    is_timeout: bool = False

    @property
    def verdict(self) -> StatusVerdict:
        """What this proves; an unknown status proves nothing."""
        if self.is_timeout:
            return StatusVerdict.NO_ANSWER
        meaning = self.meaning
        if meaning.outcome is QueryOutcome.NOT_FOUND:
            return StatusVerdict.NOT_FOUND
        if meaning.outcome is not QueryOutcome.ANSWERED or self.status is None:
            return StatusVerdict.NO_ANSWER
        return _VERDICTS[self.status]

    @property
    def meaning(self) -> QueryMeaning:
        """What the code means for our inquiry."""
        return meaning_of_query(self.code)

    def receiver_is(self, phone: str) -> bool | None:
        """Return whether the money went to `phone`; None when that is masked or missing."""
        return is_phone(self.credit_party, phone=phone)

    @property
    def receiver_name(self) -> str:
        """What M-Pesa calls the receiver; empty if it does not say."""
        return name_in(self.credit_party)

    def credits(self, shortcodes: frozenset[str]) -> bool | None:
        """Return whether the money came to one of `shortcodes`; None when no receiver is named."""
        return is_shortcode(self.credit_party, shortcodes=shortcodes)


@dataclass(frozen=True)
class AccountBalance:
    """One account of a shortcode (KES; Charges Paid is negative); `available` may be less."""

    name: str
    current: Decimal
    available: Decimal


@dataclass(frozen=True)
class BalanceReport:
    """The balances that M-Pesa reports; `accounts` is empty unless `code` is "0"."""

    code: str
    question_id: str | None = None
    accounts: tuple[AccountBalance, ...] = ()
    completed_at: datetime | None = None

    @property
    def meaning(self) -> QueryMeaning:
        """What the code means for our inquiry."""
        return meaning_of_query(self.code)

    def balance_of(self, name: str) -> Decimal | None:
        """Return the balance (KES) of the account `name` ("Utility Account"), None if unnamed."""
        found = [account.current for account in self.accounts if account.name == name]
        return found[0] if len(found) == 1 else None

    @property
    def utility(self) -> Decimal | None:
        """Where payments arrive and payouts leave from (KES)."""
        return self.balance_of("Utility Account")

    @property
    def total(self) -> Decimal | None:
        """All accounts together (KES), charges included: what reconciliation compares."""
        amounts = [account.current for account in self.accounts]
        return sum(amounts, Decimal(0)) if amounts else None

    @property
    def players_money(self) -> Decimal | None:
        """Utility and Working together (KES): what payouts can be made from."""
        utility, working = self.utility, self.balance_of("Working Account")
        return None if utility is None else utility + (working or Decimal(0))
