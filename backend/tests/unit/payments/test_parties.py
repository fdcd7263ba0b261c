"""Who got the money, as far as M-Pesa says."""

import pytest

from app.domain.payments.mpesa.parties import is_phone, is_shortcode, number_in

PHONE = "254705912645"


@pytest.mark.parametrize(
    ("party", "is_it"),
    [
        ("254705912645 - JANE DOE", True),
        ("0705912645 - JANE DOE", True),
        ("254705912645", True),
        ("254705912645-JANE DOE", None),
        ("254705912646 - JANE DOE", False),
        ("2547 ***** 645 - JANE", None),
        ("0705***645", None),
        ("2547 ***** 646 - JANE", False),
        ("2541*****645", False),
        ("JANE DOE", None),
        ("", None),
        (None, None),
        ("600310 - ACME", None),
    ],
)
def test_a_mask_can_contradict_but_not_prove(party: str | None, is_it: bool | None) -> None:
    assert is_phone(party, phone=PHONE) is is_it


@pytest.mark.parametrize(
    ("party", "is_it"),
    [
        ("600123 - WageWars", True),
        ("600123", True),
        ("600124 - WageWars", False),
        ("WageWars", None),
        (None, None),
    ],
)
def test_a_shortcode_is_ours_or_not(party: str | None, is_it: bool | None) -> None:
    assert is_shortcode(party, shortcodes=frozenset({"600123"})) is is_it


def test_a_number_stands_before_the_name() -> None:
    assert number_in("600123 - A - B") == "600123"
