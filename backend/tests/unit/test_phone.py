"""Kenyan numbers: every spelling of one phone is one account, and nothing else is a phone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.phone import format_local, mask, normalise


@pytest.mark.parametrize(
    "spelling",
    [
        "254712345678",
        "+254712345678",
        "+254 712 345 678",
        "0712345678",
        "0712-345-678",
        "712345678",
        "(0712) 345.678",
        "  0712 345 678\n",
    ],
)
def test_every_spelling_of_a_number_is_the_same_number(spelling: str) -> None:
    assert normalise(spelling) == "254712345678"


def test_the_newer_numbers_that_begin_with_one_are_numbers_too() -> None:
    assert normalise("0110123456") == "254110123456"


@pytest.mark.parametrize(
    "spelling",
    [
        "",
        "hello",
        "0212345678",  # a landline
        "071234567",  # a digit short
        "07123456789",  # a digit too many
        "255712345678",  # Tanzania
        "++254712345678",
        "254712345678;DROP TABLE users",
        "٠٧١٢٣٤٥٦٧٨",  # Arabic digits, which str.isdigit would let through
        "０７１２３４５６７８",  # full-width digits
        "0712345678\x00",
    ],
)
def test_a_number_that_is_no_kenyan_mobile_is_refused(spelling: str) -> None:
    assert normalise(spelling) is None


@given(st.text(max_size=30))
def test_any_input_gives_twelve_digits_or_nothing(spelling: str) -> None:
    number = normalise(spelling)
    assert number is None or (number.isascii() and number.isdigit() and len(number) == 12)


@given(st.from_regex(r"254[71][0-9]{8}", fullmatch=True))
def test_a_number_stays_what_it_is(number: str) -> None:
    assert normalise(number) == number
    assert normalise("0" + number[3:]) == number


def test_a_masked_number_hides_its_middle() -> None:
    assert mask("254711000001") == "2547*****001"


def test_a_number_is_written_as_kenyans_say_it() -> None:
    assert format_local("254711000001") == "0711 000 001"
    assert normalise(format_local("254110123456")) == "254110123456"
