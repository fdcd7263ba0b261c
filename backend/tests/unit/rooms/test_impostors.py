"""Nobody begins a text as if we, a referee or M-Pesa wrote it."""

import pytest

from app.domain.rooms.impostors import poses_as_staff

POSES = [
    "WageWars support: send the code",
    "wage wars: you won",
    "[ADMIN] you lose",
    "Referee - you lose",
    "*System* the match is void",
    "Ｗａｇｅｗａｒｓ: hi",
    "WаgeWаrs: hi",  # Cyrillic a
    "W\u200dageWars: hi",
    "(Customer care) hi",
    "WageWars Team > hello",
    "Huduma kwa wateja: habari",
    "M-PESA Confirmed. You have received",
    "SGR1AB2CDE Confirmed. Ksh500 sent",
]
AS_THEMSELVES = [
    "support me bro",
    "wagewars is great",
    "admin told me so",
    "mod your gun",
    "team up?",
    "referee will decide",
    "kwa hivyo: twende",
    "kwa nini?",
    "confirmed, I am in the lobby",
]


@pytest.mark.parametrize("text", POSES)
def test_a_text_that_speaks_for_us_is_known(text: str) -> None:
    assert poses_as_staff(text)


@pytest.mark.parametrize("text", AS_THEMSELVES)
def test_a_text_about_us_is_not(text: str) -> None:
    assert not poses_as_staff(text)
