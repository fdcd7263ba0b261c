"""A password must be long enough, and none that attackers try first.

Rows of docs/security.md: S01, S05.
"""

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from app.domain.auth.passwords import MIN_LENGTH, normalise, weakness

WHO = {"username": "wanjiku", "email": "wanjiku.k@mail.example", "phone": "254712345678"}


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "Karibu-WageWars-1",
        "🔥🎮🏆💰🇰🇪🦁🐘🌍🥁",
        "nul\x00 inside me",
        "  blanks  at  both ends  ",
        "Ñandú, jícara y un poco de azúcar " * 3,
        "mama mboga wa tatu",
    ],
)
def test_a_good_password_of_any_alphabet_is_taken(password: str) -> None:
    assert weakness(password, **WHO) is None


@pytest.mark.parametrize(
    "password",
    [
        "short 7",
        "9 chars 7",
        "        ",
        " " * 12,
        "\u00a0" * 12,
        "x" * 129,
        "password",
        "PassWord",
        "Password!!!",
        "12345678",
        "qwertyuiop",
        "aaaaaaaa",
        "ｐａｓｓｗｏｒｄ",
        "wagewars254",
        "safaricom1",
        "Safaricom2026",
        "nairobi2024",
        "iloveyou254",
        "jesusislord",
        "callofduty4",
        "qwerty12345",
        "1q2w3e4r5t6y",
        "abcdefghij",
        "aaaaaaaaaa",
        "password1!",
        "Wanjiku1999",
        "wanjiku.k",
        "Wanjiku.K@mail.example",
        "254712345678",
        "0712345678",
        "+254 712 345 678",
    ],
)
def test_the_most_common_passwords_are_refused(password: str) -> None:
    assert weakness(password, **WHO)


def test_a_password_that_is_the_username_is_refused() -> None:
    assert weakness("Wanjiku-Kamau", username="wanjiku-kamau", email="a@b.c", phone="254712345678")


def test_every_long_password_of_the_well_known_list_is_refused() -> None:
    known = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= MIN_LENGTH]
    assert len(known) > 1_000
    assert [word for word in known if weakness(word, **WHO) is None] == []


def test_one_word_typed_on_two_keyboards_is_one_password() -> None:
    assert normalise("café-lulu-moja") == normalise("cafe\u0301-lulu-moja")
    assert normalise("Kiswahili Ni Tamu") == "Kiswahili Ni Tamu", "and its case stays"
