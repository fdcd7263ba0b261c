"""Tax profiles: which part of a deposit and of a withdrawal belongs to the state.

Whether wagers of skill are taxed like betting is for counsel to decide (trust.md §4, daraja.md
§10), so the rates are in named profiles and the one in force is chosen by date.
"""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from app.domain.money import to_cents


class TaxProfile(StrEnum):
    """Names of what may be in force."""

    NONE = "none"
    GAMBLING = "gambling"  # Finance Act 2025, as reported: 5 % excise in, 5 % withholding out


@dataclass(frozen=True)
class Rates:
    """Fractions of the amount."""

    excise_on_deposit: Decimal
    withholding_on_withdrawal: Decimal


RATES: dict[TaxProfile, Rates] = {
    TaxProfile.NONE: Rates(Decimal(0), Decimal(0)),
    TaxProfile.GAMBLING: Rates(Decimal("0.05"), Decimal("0.05")),
}


@dataclass(frozen=True)
class DepositParts:
    """What of `amount` is `tax`, and what reaches the wallet (`net`); all KES."""

    amount: Decimal
    tax: Decimal
    net: Decimal


@dataclass(frozen=True)
class WithdrawalParts:
    """What of `amount` (KES) goes where.

    `net` is whole shillings, since M-Pesa pays no cents; `change` is what therefore stays in the
    wallet. All four together are `amount`.
    """

    amount: Decimal
    fee: Decimal
    tax: Decimal
    net: Decimal
    change: Decimal


def share_deposit(amount: Decimal, *, profile: TaxProfile) -> DepositParts:
    """Share a deposit of `amount` KES between the wallet and the state."""
    tax = to_cents(amount * RATES[profile].excise_on_deposit)
    return DepositParts(amount=amount, tax=tax, net=amount - tax)


def share_withdrawal(amount: Decimal, *, fee: Decimal, profile: TaxProfile) -> WithdrawalParts:
    """Share a withdrawal of `amount` KES: our `fee` first, then the tax on the rest, then cash."""
    taxed = amount - fee
    tax = to_cents(taxed * RATES[profile].withholding_on_withdrawal)
    net = (taxed - tax).to_integral_value(rounding=ROUND_FLOOR)
    return WithdrawalParts(amount=amount, fee=fee, tax=tax, net=net, change=taxed - tax - net)
