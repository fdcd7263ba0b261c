"""What one person of staff may propose about money, and another one's approval does."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from app.domain.payments.tax import TaxProfile
from app.domain.platform.rights import Right

MOST_CAPITAL = Decimal(10_000_000)  # KES of one proposal
MOST_ADJUSTMENT = Decimal(100_000)


class Action(StrEnum):
    """What is done when a second person approves."""

    CAPITAL_IN = "capital_in"  # the house paid money of its own to the paybill
    CAPITAL_OUT = "capital_out"  # the house takes some of it out again
    WALLET_ADJUSTMENT = "wallet_adjustment"  # a player's wallet is put right
    TAX_PERIOD = "tax_period"  # other taxes hold from a moment on
    RISK_CLEAR = "risk_clear"  # a player's flags, hold and freeze end
    WITHDRAWALS_ON = "withdrawals_on"  # paused withdrawals go on


RIGHT_OF = {
    Action.CAPITAL_IN: Right.MOVE_CAPITAL,
    Action.CAPITAL_OUT: Right.MOVE_CAPITAL,
    Action.WALLET_ADJUSTMENT: Right.ADJUST_WALLETS,
    Action.TAX_PERIOD: Right.SET_TAXES,
    Action.RISK_CLEAR: Right.CLEAR_RISK,
    Action.WITHDRAWALS_ON: Right.TURN_SWITCHES,
}


class AdjustmentCode(StrEnum):
    """Why a wallet is put right; the player reads a sentence for it."""

    GOODWILL = "goodwill"  # the house gives something
    OUR_FAULT = "our_fault"  # a fault of ours had cost them money
    PRIZE_RESTORED = "prize_restored"  # a prize was taken back, and they were right to object
    CREDITED_TWICE = "credited_twice"  # the same money had come into the wallet twice
    CREDITED_WRONGLY = "credited_wrongly"  # money that was not theirs had come into the wallet
    CORRECTION = "correction"  # an earlier adjustment was wrong


GIVES = frozenset(
    {
        AdjustmentCode.GOODWILL,
        AdjustmentCode.OUR_FAULT,
        AdjustmentCode.PRIZE_RESTORED,
        AdjustmentCode.CORRECTION,
    }
)
TAKES = frozenset(
    {
        AdjustmentCode.CREDITED_TWICE,
        AdjustmentCode.CREDITED_WRONGLY,
        AdjustmentCode.CORRECTION,
    }
)


@dataclass(frozen=True)
class Terms:
    """All that is proposed, apart from its reason; `amount` in KES, negative to take."""

    action: Action
    user_id: int | None = None
    amount: Decimal | None = None
    receipt: str | None = None
    code: AdjustmentCode | None = None
    profile: TaxProfile | None = None
    effective_from: datetime | None = None


def code_fits(code: AdjustmentCode, amount: Decimal) -> bool:
    """Return whether money may be given (or, where `amount` is negative, taken) for this."""
    return code in (GIVES if amount > 0 else TAKES)


def effect_of(terms: Terms, *, who: str | None) -> str:
    """Say in one sentence what approving does; `who` is the player's name."""
    kes = f"KES {abs(terms.amount or Decimal(0)):,.2f}"
    moment = terms.effective_from.isoformat() if terms.effective_from else "now"
    takes = terms.amount is not None and terms.amount < 0
    because = (terms.code or "").replace("_", " ")
    return {
        Action.CAPITAL_IN: f"{kes} of receipt {terms.receipt} become capital of the house.",
        Action.CAPITAL_OUT: f"{kes} of the house's capital are transferred out of M-Pesa.",
        Action.WALLET_ADJUSTMENT: f"{kes} {'leave' if takes else 'go into'} the wallet of {who}:"
        f" {because}.",
        Action.TAX_PERIOD: f"The taxes of the profile {terms.profile} hold from {moment} on.",
        Action.RISK_CLEAR: f"The flags of {who} count as explained; no hold or freeze is left.",
        Action.WITHDRAWALS_ON: "Withdrawals go on, also those that have waited.",
    }[terms.action]
