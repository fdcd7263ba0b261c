"""The account number for the M-Pesa menu: a typing error pays no other player."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.payments.paybill.account_number import LETTERS, account_code, read_account_code

PLAYERS = st.integers(min_value=1, max_value=2**62)
TYPEABLE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def test_the_first_players_have_short_numbers() -> None:
    codes = [account_code(user_id) for user_id in range(1, 2000)]

    assert {len(code) for code in codes} == {6}
    assert len(set(codes)) == len(codes)
    assert all(code.startswith("U") for code in codes)


@given(PLAYERS)
def test_a_number_is_read_back_as_its_player(user_id: int) -> None:
    code = account_code(user_id)

    assert read_account_code(code) == user_id
    assert len(code) <= 20  # what M-Pesa lets a payer type


@given(PLAYERS, st.data())
def test_a_number_is_read_in_every_careless_spelling(user_id: int, data: st.DataObject) -> None:
    code = account_code(user_id)
    spelled = ""
    for letter in code:
        look_alikes = {"0": "0Oo", "1": "1IiLl"}.get(letter, letter + letter.lower())
        spelled += data.draw(st.sampled_from(look_alikes)) + data.draw(
            st.sampled_from(["", " ", "-", ". ", "\u2013"])
        )

    assert read_account_code(f" {spelled} ") == user_id


@given(PLAYERS, st.data())
def test_no_single_wrong_letter_pays_another_player(user_id: int, data: st.DataObject) -> None:
    code = account_code(user_id)
    place = data.draw(st.integers(0, len(code) - 1))

    for letter in TYPEABLE:
        typed = code[:place] + letter + code[place + 1 :]
        assert read_account_code(typed) in {None, user_id}


@given(PLAYERS)
def test_no_two_letters_that_changed_places_pay_another_player(user_id: int) -> None:
    code = account_code(user_id)

    for place in range(len(code) - 1):
        typed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert read_account_code(typed) in {None, user_id}


def test_every_slip_on_the_numbers_of_many_players_is_found() -> None:
    """Not by chance: all single letters and all swaps of a thousand numbers."""
    for user_id in [*range(1, 700), *range(32**4 - 200, 32**4 + 200)]:
        code = account_code(user_id)
        for place in range(len(code)):
            for letter in LETTERS:
                typed = code[:place] + letter + code[place + 1 :]
                assert read_account_code(typed) in {None, user_id}, (code, typed)


@pytest.mark.parametrize(
    "typed",
    ["", "U", "U0001", "0001Z", "D0001Z", "U00", "U" * 20, "254711000001", "ÜÜÜÜÜÜ", "U٠٠٠١Z"],
)
def test_text_that_is_no_account_number_has_no_owner(typed: str) -> None:
    assert read_account_code(typed) is None


@given(st.text(max_size=60))
def test_any_text_is_read_without_trouble(typed: str) -> None:
    found = read_account_code(typed)

    assert found is None or found > 0
