"""How much may leave at once: M-Pesa's limits hold for what reaches the phone, not for the rest."""

from decimal import ROUND_FLOOR, Decimal

from app.domain.payments.tax import RATES, TaxProfile, share_withdrawal

_SHILLING = Decimal(1)


def least_amount(net: Decimal, *, fee: Decimal, profile: TaxProfile) -> Decimal:
    """Return the smallest whole amount (KES) of which at least `net` reaches the phone."""
    amount = (_before_tax(net, profile=profile) + fee).to_integral_value(rounding=ROUND_FLOOR)
    while share_withdrawal(amount, fee=fee, profile=profile).net < net:
        amount += _SHILLING
    return amount


def most_amount(net: Decimal, *, fee: Decimal, profile: TaxProfile) -> Decimal:
    """Return the largest whole amount (KES) of which at most `net` reaches the phone."""
    amount = (_before_tax(net, profile=profile) + fee).to_integral_value(rounding=ROUND_FLOOR)
    while share_withdrawal(amount + _SHILLING, fee=fee, profile=profile).net <= net:
        amount += _SHILLING
    return amount


def _before_tax(net: Decimal, *, profile: TaxProfile) -> Decimal:
    return net / (1 - RATES[profile].withholding_on_withdrawal)
