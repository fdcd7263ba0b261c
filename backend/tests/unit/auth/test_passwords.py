"""A password must be long enough, and none that attackers try first."""

import pytest

from app.domain.auth.passwords import weakness

WHO = {"username": "wanjiku", "email": "wanjiku.k@mail.example", "phone": "254712345678"}


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "Karibu-WageWars-1",
        "🔥🎮🏆💰🇰🇪🦁🐘🌍",
        "ƒ" * 8 + "õ",
        "nul\x00 inside me",
        "  blanks  at  both ends  ",
        "Ña-" * 42,
    ],
)
def test_a_good_password_of_any_alphabet_is_taken(password: str) -> None:
    assert weakness(password, **WHO) is None


@pytest.mark.parametrize(
    "password",
    [
        "short 7",
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
