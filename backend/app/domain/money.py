"""Kenyan shillings: round, format and split amounts."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal

CENT = Decimal("0.01")


def to_cents(amount: Decimal) -> Decimal:
    """Round `amount` (KES) half up to two decimals: the only rounding in the product."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def is_whole_shillings(amount: Decimal) -> bool:
    """Return whether `amount` can be sent to M-Pesa, which takes whole shillings only."""
    return amount == amount.to_integral_value()


def show(amount: Decimal) -> str:
    """Format `amount` for JSON, for instance `"150.00"`."""
    return f"{to_cents(amount):.2f}"


@dataclass(frozen=True)
class PotShare:
    """The parts of a pot (KES): `prize` to the winner, `fee` to the platform."""

    pot: Decimal
    prize: Decimal
    fee: Decimal


def split_pot(stake: Decimal, *, fee_rate: Decimal) -> PotShare:
    """Share the pot of two equal stakes (KES) for a match with a winner.

    `fee_rate` is a fraction of the whole pot (0.10 = 10 %). The fee is rounded, the prize is the
    rest, so that nothing is created or lost.
    """
    pot = stake * 2
    fee = to_cents(pot * fee_rate)
    return PotShare(pot=pot, prize=pot - fee, fee=fee)


def half_of_prize(prize: Decimal) -> Decimal:
    """Return what each player gets of a split pot: half the prize (KES), an odd cent rounded up.

    The database's `match_shares` does the same; the platform bears the cent.
    """
    return (prize / 2).quantize(CENT, rounding=ROUND_UP)
