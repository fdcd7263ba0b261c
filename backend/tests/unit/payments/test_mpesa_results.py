"""Result codes, references and addresses as M-Pesa knows them."""

from decimal import Decimal

import pytest

from app.domain.payments.deposits.messages import FAILURE_MESSAGES, message_for
from app.domain.payments.mpesa.results import (
    REFERENCE_LETTERS,
    RESULT_CODES,
    Failure,
    Outcome,
    callback_address_flaws,
    meaning_of,
    readable_receipt,
)
from app.domain.payments.states import DepositState

SECRET = "5e1f" * 16


def test_only_zero_is_success() -> None:
    assert [code for code, m in RESULT_CODES.items() if m.outcome is Outcome.PAID] == ["0"]


@pytest.mark.parametrize("code", ["", "00", "0.0", " 0", "7777", "sfc_ic0003", "1032 "])
def test_an_unlisted_code_is_unheard_of(code: str) -> None:
    assert meaning_of(code).outcome is Outcome.UNHEARD_OF


def test_every_final_failure_has_a_message_and_a_next_step() -> None:
    for meaning in RESULT_CODES.values():
        assert (meaning.outcome is Outcome.NOT_PAID) == (meaning.failure is not None)
    assert set(FAILURE_MESSAGES) == set(Failure)
    for message in FAILURE_MESSAGES.values():
        assert message.message.endswith(".")
        assert message.next_step.endswith(".")


@pytest.mark.parametrize("state", DepositState)
def test_every_state_has_its_sentence(state: DepositState) -> None:
    assert message_for(state, amount=Decimal(50_000), failure=None).endswith(".")


def test_the_amount_is_written_as_people_write_it() -> None:
    sentence = message_for(DepositState.CREDITED, amount=Decimal("50000.00"), failure=None)

    assert sentence == "KES 50,000 is in your wallet."


def test_references_have_no_letters_that_look_alike() -> None:
    assert len(set(REFERENCE_LETTERS)) == 32
    assert not set(REFERENCE_LETTERS) & set("ILOU")


@pytest.mark.parametrize(
    ("text", "receipt"),
    [
        ("NLJ7RT61SV", "NLJ7RT61SV"),
        (" nlj7rt61sv ", "NLJ7RT61SV"),
        ("", None),
        (None, None),
        ("N/A", None),
        ("x" * 21, None),
        ("NLJ7'; --", None),
    ],
)
def test_a_receipt_is_letters_and_digits(text: str | None, receipt: str | None) -> None:
    assert readable_receipt(text) == receipt


@pytest.mark.parametrize(
    ("base", "flaw"),
    [
        ("https://api.wagewars.example/mpesa", "mpesa"),
        ("https://M-Pesa.wagewars.example", "m-pesa"),
        ("https://safaricom.wagewars.example", "safaricom"),
        ("https://exec.wagewars.example", "exec"),
        ("https://api.wagewars.example/x?query=1", "query"),
        ("http://api.wagewars.example", "https"),
        ("api.wagewars.example", "no http"),
        ("", "no http"),
    ],
)
def test_an_address_that_daraja_refuses_is_found_at_the_start(base: str, flaw: str) -> None:
    assert flaw in "; ".join(callback_address_flaws(base, secret=SECRET, is_public=True))


def test_a_short_secret_is_no_secret() -> None:
    assert callback_address_flaws("http://127.0.0.1:8000", secret="letmein", is_public=False)


def test_a_good_address_has_no_flaws() -> None:
    base = "https://api.wagewars.example"
    assert callback_address_flaws(base, secret=SECRET, is_public=True) == []
