"""Shillings: read, rounded once, and shared so that nothing is created or lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import is_whole_shillings, show, split_pot, to_cents

_AMOUNTS = st.decimals(min_value="0.01", max_value="1000000", places=2)
_RATES = st.decimals(min_value="0", max_value="0.9999", places=4)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("1.004", "1.00"), ("1.005", "1.01"), ("1.015", "1.02"), ("-1.005", "-1.01"), ("7", "7.00")],
)
def test_half_a_cent_is_rounded_up(amount: str, rounded: str) -> None:
    assert to_cents(Decimal(amount)) == Decimal(rounded)


@pytest.mark.parametrize(
    ("amount", "text"), [("150", "150.00"), ("0.1", "0.10"), ("1E+3", "1000.00"), ("-5", "-5.00")]
)
def test_an_amount_is_written_with_two_decimals(amount: str, text: str) -> None:
    assert show(Decimal(amount)) == text


def test_only_whole_shillings_cross_to_mpesa() -> None:
    assert is_whole_shillings(Decimal("500.00"))
    assert not is_whole_shillings(Decimal("500.50"))


def test_the_winner_of_two_hundreds_gets_one_hundred_and_eighty() -> None:
    share = split_pot(Decimal(100), fee_rate=Decimal("0.10"))
    assert [share.pot, share.prize, share.fee] == [200, 180, 20]


def test_without_a_fee_the_winner_takes_it_all() -> None:
    share = split_pot(Decimal("33.33"), fee_rate=Decimal(0))
    assert [share.prize, share.fee] == [Decimal("66.66"), 0]


@given(stake=_AMOUNTS, rate=_RATES)
def test_a_pot_is_shared_to_the_last_cent(stake: Decimal, rate: Decimal) -> None:
    share = split_pot(stake, fee_rate=rate)
    assert share.prize + share.fee == share.pot == 2 * stake
    assert share.fee >= 0
    assert share.prize >= 0
    assert to_cents(share.prize) == share.prize
    assert to_cents(share.fee) == share.fee


@given(_AMOUNTS)
def test_a_formatted_amount_parses_to_the_same_amount(amount: Decimal) -> None:
    assert Decimal(show(amount)) == amount
