"""What M-Pesa charges, in whole shillings: Safaricom's forms of 2023 and 2025."""

B2C_BANDS = ((100, 0), (1_500, 5), (5_000, 9), (20_000, 11), (250_000, 13))
PAYBILL_BANDS = (
    (100, 0),
    (500, 5),
    (1_000, 10),
    (1_500, 15),
    (2_500, 20),
    (3_500, 25),
    (5_000, 34),
    (7_500, 42),
    (10_000, 48),
    (15_000, 57),
    (20_000, 62),
    (25_000, 67),
    (30_000, 72),
    (35_000, 83),
    (40_000, 99),
    (45_000, 103),
    (250_000, 108),
)


def b2c_charge_cents(amount_cents: int) -> int:
    """Return what the organisation pays for a payout."""
    return _charge_cents(amount_cents, B2C_BANDS)


def paybill_charge_cents(amount_cents: int) -> int:
    """Return the charge for a payment to a paybill; the switch says who pays it."""
    return _charge_cents(amount_cents, PAYBILL_BANDS)


def _charge_cents(amount_cents: int, bands: tuple[tuple[int, int], ...]) -> int:
    fitting = (charge for most, charge in bands if amount_cents <= most * 100)
    return next(fitting, bands[-1][1]) * 100
