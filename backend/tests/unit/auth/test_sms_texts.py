"""What our SMS say: what the digits do, in one message that is paid once."""

import pytest

from app.domain.auth.purposes import Notice, Purpose
from app.domain.auth.sms_texts import LONGEST, code_text, notice_text, number_tried_text

HOST = "wagewars.example"


def text_of(purpose: Purpose, host: str = HOST) -> str:
    payout = "KES 250,000 to 0711000001"
    return code_text(purpose, digits="936023", minutes=5, host=host, payout=payout)


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("host", ["localhost", HOST, "h" * 60])
def test_each_code_fits_one_message_and_stands_in_it(purpose: Purpose, host: str) -> None:
    text = text_of(purpose, host)
    assert len(text) <= LONGEST
    assert "936023" in text
    assert "one" in text, "and says that it is for nobody else"


@pytest.mark.parametrize("purpose", Purpose)
def test_the_last_line_lets_the_browser_fill_in_the_code(purpose: Purpose) -> None:
    for host in (HOST, "wagewars.co.ke", "app.wagewars-kenya.co.ke"):
        text = text_of(purpose, host)
        assert text.splitlines()[-1] == f"@{host} #936023"
        assert len(text) <= LONGEST
        assert text.isascii(), "GSM 03.38 has 160 letters a message, UCS-2 has 70"
        assert not set(text) & set("^{}[]\\~|`"), "which count as two, or are not in it"
    assert "@" not in text_of(purpose, "h" * 60), "where it would cost a second message, it is not"


def test_the_digits_say_what_they_do() -> None:
    assert "sets a NEW PASSWORD" in text_of(Purpose.RESET_PASSWORD)
    assert "THE PHONE of an account" in text_of(Purpose.CHANGE_PHONE)
    assert "SENDS KES 250,000 to 0711000001" in text_of(Purpose.WITHDRAW)
    assert "this phone is yours" in text_of(Purpose.VERIFY_PHONE)


@pytest.mark.parametrize("notice", Notice)
def test_each_notice_fits_one_message_and_holds_no_digits_to_type(notice: Notice) -> None:
    text = notice_text(
        notice, host=HOST, hold_hours=72, number="2547*****001", at="14:05 on 30 Nov"
    )
    assert len(text) <= LONGEST
    assert text.startswith("WageWars: ")
    assert "ot you?" in text


def test_who_tried_a_number_is_told_to_its_owner_in_one_message() -> None:
    assert len(number_tried_text()) <= LONGEST
