"""A player's statement: which movements of a wallet there are, and what each is made of."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class MovementType(StrEnum):
    """The ledger's types that can touch a wallet (docs/money.md lists their legs)."""

    DEPOSIT = "deposit"
    PAYBILL_DEPOSIT = "paybill_deposit"
    SUSPENSE_CLAIM = "suspense_claim"
    WITHDRAWAL_HOLD = "withdrawal_hold"
    WITHDRAWAL = "withdrawal"
    WITHDRAWAL_RELEASE = "withdrawal_release"
    WITHDRAWAL_LATE = "withdrawal_late"
    REFUND_HOLD = "refund_hold"
    REFUND = "refund"
    REFUND_RELEASE = "refund_release"
    DEPOSIT_REVERSED = "deposit_reversed"
    RECEIVABLE_REPAID = "receivable_repaid"
    WAGER_HOLD = "wager_hold"
    WAGER_RELEASE = "wager_release"
    WAGER_WIN = "wager_win"
    WAGER_REFUND = "wager_refund"
    WAGER_SPLIT = "wager_split"
    WAGER_OVERTURN = "wager_overturn"
    TOURNAMENT_ENTRY = "tournament_entry"
    TOURNAMENT_REFUND = "tournament_refund"
    TOURNAMENT_PRIZES = "tournament_prizes"
    PRIZE_CLAWBACK = "prize_clawback"
    PRIZE_COLLECTION = "prize_collection"
    PRIZE_UPGRADE = "prize_upgrade"
    PRIZE_ADVANCE = "prize_advance"
    WALLET_ADJUSTMENT = "wallet_adjustment"


class MovementReason(StrEnum):
    """The cause of a movement, for the sentence and for the app."""

    JOINED = "joined"  # the player joined the queue
    CHALLENGED = "challenged"  # they made or took a challenge
    BACK_IN_QUEUE = "back_in_queue"  # their opponent was not ready: they search again

    LEFT = "left"
    WITHDRAWN = "withdrawn"  # a challenge, by the challenger
    DECLINED = "declined"  # a challenge, by the other
    EXPIRED = "expired"  # nobody took the challenge
    ABSENT = "absent"  # not seen for so long that the search ended
    SUSPENDED = "suspended"  # the account may not play
    TOURNAMENT = "tournament"  # their match of a tournament opened
    LOWER_STAKE = "lower_stake"  # the match is played for less

    NOT_READY = "not_ready"
    CALLED_OFF = "called_off"
    NOBODY_REPORTED = "nobody_reported"
    DRAWN = "drawn"
    VOID = "void"

    TOURNAMENT_CANCELLED = "tournament_cancelled"
    TOO_FEW_PLAYERS = "too_few_players"
    NOT_CHECKED_IN = "not_checked_in"
    START_MOVED = "start_moved"
    REMOVED = "removed"  # from a tournament, by us

    AWAITING_CODE = "awaiting_code"
    CODE_NOT_TYPED = "code_not_typed"
    CANCELLED = "cancelled"
    NOT_PAID = "not_paid"

    # why two of staff put a wallet right (`domain.platform.proposals.AdjustmentCode`)
    GOODWILL = "goodwill"
    OUR_FAULT = "our_fault"
    PRIZE_RESTORED = "prize_restored"
    CREDITED_TWICE = "credited_twice"
    CREDITED_WRONGLY = "credited_wrongly"
    CORRECTION = "correction"


class MovementKind(StrEnum):
    """The headings by which a player filters their statement."""

    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"
    STAKE = "stake"
    PRIZE = "prize"
    REFUND = "refund"
    OTHER = "other"


_T = MovementType
TYPES_OF: dict[MovementKind, frozenset[MovementType]] = {
    MovementKind.DEPOSIT: frozenset({_T.DEPOSIT, _T.PAYBILL_DEPOSIT, _T.SUSPENSE_CLAIM}),
    MovementKind.WITHDRAWAL: frozenset(
        {_T.WITHDRAWAL_HOLD, _T.WITHDRAWAL, _T.WITHDRAWAL_RELEASE, _T.WITHDRAWAL_LATE}
    ),
    # What was staked, and what of it came back: together they are what is still at stake or lost.
    MovementKind.STAKE: frozenset(
        {
            _T.WAGER_HOLD,
            _T.WAGER_RELEASE,
            _T.WAGER_REFUND,
            _T.TOURNAMENT_ENTRY,
            _T.TOURNAMENT_REFUND,
        }
    ),
    MovementKind.PRIZE: frozenset(
        {
            _T.WAGER_WIN,
            _T.WAGER_SPLIT,
            _T.WAGER_OVERTURN,
            _T.TOURNAMENT_PRIZES,
            _T.PRIZE_CLAWBACK,
            _T.PRIZE_COLLECTION,
            _T.PRIZE_UPGRADE,
            _T.PRIZE_ADVANCE,
        }
    ),
    # Deposits that go back to M-Pesa, by request or by M-Pesa itself.
    MovementKind.REFUND: frozenset(
        {_T.REFUND_HOLD, _T.REFUND, _T.REFUND_RELEASE, _T.DEPOSIT_REVERSED}
    ),
    MovementKind.OTHER: frozenset({_T.RECEIVABLE_REPAID, _T.WALLET_ADJUSTMENT}),
}

KIND_OF: dict[MovementType, MovementKind] = {
    movement: kind for kind, movements in TYPES_OF.items() for movement in movements
}


class Place(StrEnum):
    """Where money can be, for one player: the kinds of account, and their opponent's wallet."""

    WALLET = "user_wallet"
    STAKE = "user_stake"
    ON_ITS_WAY_OUT = "user_withdraw_hold"
    OWED = "user_receivable"
    POT = "match_escrow"
    POOL = "tournament_escrow"
    RECOVERED = "prize_recovery"
    MPESA_IN = "mpesa_clearing_in"
    MPESA_OUT = "mpesa_clearing_out"
    MPESA_FLOAT = "mpesa_float"
    SUSPENSE = "mpesa_suspense"
    MPESA_CHARGES = "mpesa_charges"
    EXCISE = "tax_excise"
    WITHHOLDING = "tax_withholding"
    OUR_FEES = "platform_fee"
    OUR_CORRECTIONS = "wallet_adjustment"
    OPPONENT = "opponent_wallet"


@dataclass(frozen=True)
class Leg:
    """One amount (KES) from one place to another, as the ledger's entry has it."""

    source: Place
    target: Place
    amount: Decimal
    created_at: datetime


class Outcome(StrEnum):
    """The outcome of money that was set aside to leave."""

    PENDING = "pending"
    PAID = "paid"
    RETURNED = "returned"  # not sent: it is in the wallet again


@dataclass(frozen=True)
class Movement:
    """One row of a statement: what one ledger transaction did to one wallet.

    `amount` (KES) is the net of its legs at the wallet, negative when money left. `outcome` and
    `end` (the legs that ended it) belong to money set aside for M-Pesa; others are PAID by nature.
    """

    id: int
    type: MovementType
    amount: Decimal
    balance_after: Decimal
    created_at: datetime
    legs: tuple[Leg, ...]
    end: tuple[Leg, ...] = ()
    outcome: Outcome = Outcome.PAID
    match_id: int | None = None
    tournament_id: int | None = None
    deposit_id: int | None = None
    withdrawal_id: int | None = None
    phone: str | None = None
    receipt: str | None = None
    reason: MovementReason | None = None

    @property
    def kind(self) -> MovementKind:
        """Return the heading of its type."""
        return KIND_OF[self.type]


def total(
    legs: tuple[Leg, ...], *, source: Place | None = None, target: Place | None = None
) -> Decimal:
    """Return how much (KES) went from `source` to `target`; None stands for any place."""
    return sum(
        (
            leg.amount
            for leg in legs
            if source in (None, leg.source) and target in (None, leg.target)
        ),
        Decimal(0),
    )
