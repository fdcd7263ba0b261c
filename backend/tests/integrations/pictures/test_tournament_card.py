"""The picture of a tournament has the size that chats want, whatever its name."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.domain.matches.games import Title
from app.domain.tournaments.card import Card
from app.domain.tournaments.vocabulary import Format
from app.integrations.pictures import tournament_card
from tests.support.pictures import opened

NAMES = [
    "Weekend cup",
    "<img src=x onerror=alert(1)>",
    "W" * 100,
    "w " * 50,
    "\u202eevil\u2066 \ud7ff 😀 شهر 勝\u0300\u0301",
    " \t\n",
]


def a_card(**terms: object) -> Card:
    about: dict[str, object] = {
        "name": "Weekend cup",
        "format": Format.SINGLE_ELIMINATION,
        "title": Title.MODERN_WARFARE,
        "entry_fee": Decimal(50),
        "prize_part": Decimal(45),
        "guarantee": Decimal(0),
        "seats": 16,
        "starts_at": datetime(2026, 12, 5, 20, tzinfo=UTC),
    }
    return Card(**(about | terms))  # type: ignore[arg-type]  # what is given has its types


@pytest.mark.parametrize("name", NAMES)
def test_every_name_makes_a_small_picture_of_the_right_size(name: str) -> None:
    data = tournament_card.draw(a_card(name=name))
    picture = opened(data)
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(data) < 100_000
    margin = picture.convert("L").crop((1130, 0, 1200, 630))
    assert margin.point(lambda level: 255 * (level > 40)).getbbox() is None, "letters stay inside"


@pytest.mark.parametrize(
    ("guarantee", "prize_part", "says"),
    [
        (0, 45, "Prizes KES 720 with 16 entries"),
        (500, 45, "Prizes KES 500 at least, KES 720 with 16 entries"),
        (720, 45, "Prizes KES 720"),
        (3000, 0, "Prizes KES 3,000"),
        (0, 0, "No prizes"),
    ],
)
def test_prizes_are_said_as_the_terms_have_them(guarantee: int, prize_part: int, says: str) -> None:
    card = a_card(guarantee=Decimal(guarantee), prize_part=Decimal(prize_part))
    assert card.lines[2] == says
