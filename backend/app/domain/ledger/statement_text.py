"""Build the sentence of each movement of a statement, from its own legs only."""

from collections.abc import Callable
from decimal import Decimal

from app.domain.language import Language
from app.domain.ledger.statement import (
    Movement,
    MovementReason,
    MovementType,
    Outcome,
    Place,
    total,
)
from app.domain.ledger.statement_phrases import AND, PLACE_NAMES, RECEIPT, YOUR_PHONE, Change, Why
from app.domain.phone import format_local

Reason = tuple[Why, Decimal | None]


def kes(amount: Decimal) -> str:
    """Format an amount, always with its cents: `KES 1,250.00`."""
    return f"KES {amount:,.2f}"


def explain(movement: Movement, language: Language) -> str:
    """Return a sentence: what happened to the wallet, by how much, and why.

    The clause of the wallet comes first and once, so that the sentences of a whole history add up
    to the balance; M-Pesa's receipt, if there is one, comes last.
    """
    change, reasons_of = _SENTENCES[movement.type]
    if movement.amount < 0 and change is Change.CAME_IN:
        change = Change.LEFT
    if movement.reason is MovementReason.AWAITING_CODE:
        change = Change.SET_ASIDE
    blanks = {
        "match": movement.match_id,
        "tournament": movement.tournament_id,
        "phone": format_local(movement.phone) if movement.phone else YOUR_PHONE[language],
    }
    why = [
        reason.phrase[language].format(kes=kes(amount or Decimal(0)), **blanks)
        for reason, amount in reasons_of(movement)
    ]
    what = change.phrase[language].format(kes=kes(abs(movement.amount)))
    sentence = f"{what}: {_enumerate(why, language)}."
    if movement.receipt:
        sentence += " " + RECEIPT[language].format(receipt=movement.receipt)
    return sentence


def name_of(
    place: Place, language: Language, *, match_id: int | None, tournament_id: int | None = None
) -> str:
    """Return the name of a place of money; a pot is named by its match or tournament."""
    return PLACE_NAMES[place][language].format(match=match_id, tournament=tournament_id)


def _enumerate(parts: list[str], language: Language) -> str:
    return AND[language].join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)


def _some(why: Why, amount: Decimal) -> list[Reason]:
    return [(why, amount)] if amount else []


def _paid_in(whole: Why, more: Why) -> Callable[[Movement], list[Reason]]:
    def reasons(movement: Movement) -> list[Reason]:
        excise = total(movement.legs, target=Place.EXCISE)
        if not excise:
            return [(whole, movement.amount)]
        return [(more, total(movement.legs)), (Why.EXCISE, excise)]

    return reasons


def _set_aside(movement: Movement) -> list[Reason]:
    if movement.reason is MovementReason.AWAITING_CODE:
        return [(Why.AWAITS_CODE, None)]
    if movement.outcome is not Outcome.PAID:
        pending = movement.outcome is Outcome.PENDING
        return [(Why.ON_ITS_WAY if pending else Why.NOT_PAID, None)]
    arrived = total(movement.end, target=Place.MPESA_OUT)
    if arrived == -movement.amount:
        return [(Why.ARRIVED, None)]
    return [
        (Why.PART_ARRIVED, arrived),
        *_some(Why.WITHHOLDING, total(movement.end, target=Place.WITHHOLDING)),
        *_some(Why.FEE, total(movement.end, target=Place.OUR_FEES)),
        *_some(Why.CHANGE, total(movement.end, target=Place.WALLET)),
    ]


def _going_back(movement: Movement) -> list[Reason]:
    if movement.outcome is not Outcome.PAID:
        pending = movement.outcome is Outcome.PENDING
        return [(Why.GOING_BACK if pending else Why.DID_NOT_GO_BACK, None)]
    return [
        (Why.WENT_BACK, total(movement.end, target=Place.MPESA_IN)),
        *_some(Why.EXCISE, total(movement.end, source=Place.EXCISE)),
    ]


def _taken(why: Why) -> Callable[[Movement], list[Reason]]:
    def reasons(movement: Movement) -> list[Reason]:
        return [
            (why, total(movement.legs)),
            *_some(Why.OWED, total(movement.legs, source=Place.OWED)),
        ]

    return reasons


def _staked(movement: Movement) -> list[Reason]:
    by_challenge = movement.reason is MovementReason.CHALLENGED
    waits = Why.STAKE_OF_CHALLENGE if by_challenge else Why.STAKE_IN_QUEUE
    became = (Why.STAKE if movement.match_id else waits, None)
    if movement.reason is MovementReason.BACK_IN_QUEUE:
        return [(Why.BACK_IN_QUEUE, None), became]
    return [became]


def _won(movement: Movement) -> list[Reason]:
    return [
        (Why.WON, None),
        *_some(Why.FEE_OF_POT, total(movement.legs, target=Place.OUR_FEES)),
    ]


def _shared(movement: Movement) -> list[Reason]:
    return [
        (Why.SPLIT, None),
        *_some(Why.FEE_OF_POT, total(movement.legs, target=Place.OUR_FEES)),
    ]


def _overturned(movement: Movement) -> list[Reason]:
    return [
        (Why.OVERTURNED, None),
        *_some(Why.OWED, total(movement.legs, source=Place.OWED)),
    ]


def _change(movement: Movement) -> list[Reason]:
    return [(Why.CHANGE_OF, total(movement.legs, source=Place.ON_ITS_WAY_OUT))]


def _because(why: Why, phrases: dict[MovementReason, Why]) -> Callable[[Movement], list[Reason]]:
    """Return the sentence of the movement's own reason; `why` for any other."""
    return lambda movement: [(phrases.get(movement.reason, why) if movement.reason else why, None)]


def _just(why: Why) -> Callable[[Movement], list[Reason]]:
    return lambda _: [(why, None)]


_R = MovementReason
_PUT_RIGHT = {
    _R.GOODWILL: Why.GOODWILL,
    _R.OUR_FAULT: Why.OUR_FAULT,
    _R.PRIZE_RESTORED: Why.PRIZE_RESTORED,
    _R.CREDITED_TWICE: Why.CREDITED_TWICE,
    _R.CREDITED_WRONGLY: Why.CREDITED_WRONGLY,
}
_CAME_BACK = {
    _R.WITHDRAWN: Why.WITHDRAWN,
    _R.DECLINED: Why.DECLINED,
    _R.EXPIRED: Why.EXPIRED,
    _R.ABSENT: Why.ABSENT,
    _R.SUSPENDED: Why.SUSPENDED,
    _R.TOURNAMENT: Why.TOURNAMENT,
    _R.LOWER_STAKE: Why.LOWER_STAKE,
}
_VOID = {
    _R.NOT_READY: Why.NOT_READY,
    _R.CALLED_OFF: Why.CALLED_OFF,
    _R.NOBODY_REPORTED: Why.NOBODY_REPORTED,
    _R.DRAWN: Why.DRAWN,
}
_FEE_BACK = {
    _R.LEFT: Why.LEFT_TOURNAMENT,
    _R.TOO_FEW_PLAYERS: Why.TOO_FEW_PLAYERS,
    _R.NOT_CHECKED_IN: Why.NOT_CHECKED_IN,
    _R.START_MOVED: Why.START_MOVED,
    _R.REMOVED: Why.REMOVED,
}
_NOT_PAID = {_R.CODE_NOT_TYPED: Why.CODE_NOT_TYPED, _R.CANCELLED: Why.CANCELLED}

_T = MovementType
_SENTENCES: dict[MovementType, tuple[Change, Callable[[Movement], list[Reason]]]] = {
    _T.DEPOSIT: (Change.CAME_IN, _paid_in(Why.PAID, Why.PAID_MORE)),
    _T.PAYBILL_DEPOSIT: (Change.CAME_IN, _paid_in(Why.PAYBILL, Why.PAYBILL_MORE)),
    _T.SUSPENSE_CLAIM: (Change.CAME_IN, _paid_in(Why.CLAIM, Why.CLAIM)),
    _T.WITHDRAWAL_HOLD: (Change.LEFT, _set_aside),
    _T.WITHDRAWAL: (Change.CAME_BACK, _change),
    _T.WITHDRAWAL_RELEASE: (Change.CAME_BACK, _because(Why.RELEASED, _NOT_PAID)),
    _T.WITHDRAWAL_LATE: (Change.LEFT, _taken(Why.PAID_LATE)),
    _T.REFUND_HOLD: (Change.LEFT, _going_back),
    _T.REFUND: (Change.LEFT, _taken(Why.WENT_BACK_LATE)),
    _T.REFUND_RELEASE: (Change.CAME_BACK, _just(Why.KEPT)),
    _T.DEPOSIT_REVERSED: (Change.LEFT, _taken(Why.TAKEN_BACK)),
    _T.RECEIVABLE_REPAID: (Change.LEFT, _just(Why.REPAID)),
    _T.WAGER_HOLD: (Change.LEFT, _staked),
    _T.WAGER_RELEASE: (Change.CAME_BACK, _because(Why.LEFT_QUEUE, _CAME_BACK)),
    _T.WAGER_WIN: (Change.CAME_IN, _won),
    _T.WAGER_REFUND: (Change.CAME_BACK, _because(Why.NO_WINNER, _VOID)),
    _T.WAGER_SPLIT: (Change.CAME_IN, _shared),
    _T.WAGER_OVERTURN: (Change.CAME_IN, _overturned),
    _T.TOURNAMENT_ENTRY: (Change.LEFT, _just(Why.ENTRY_FEE)),
    _T.TOURNAMENT_REFUND: (Change.CAME_BACK, _because(Why.TOURNAMENT_CANCELLED, _FEE_BACK)),
    _T.TOURNAMENT_PRIZES: (Change.CAME_IN, _just(Why.TOURNAMENT_PRIZE)),
    _T.PRIZE_CLAWBACK: (Change.LEFT, _taken(Why.PRIZE_TAKEN_BACK)),
    _T.PRIZE_COLLECTION: (Change.LEFT, _just(Why.PRIZE_COLLECTED)),
    _T.PRIZE_UPGRADE: (Change.CAME_IN, _just(Why.PRIZE_RAISED)),
    _T.PRIZE_ADVANCE: (Change.CAME_IN, _just(Why.PRIZE_ADVANCED)),
    _T.WALLET_ADJUSTMENT: (Change.CAME_IN, _because(Why.CORRECTION, _PUT_RIGHT)),
}
