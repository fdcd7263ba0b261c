"""An SMS is one plain command, or it is none; an answer is one message."""

from decimal import Decimal

import pytest

from app.domain.language import Language
from app.domain.notifications import gsm7
from app.domain.sms import replies
from app.domain.sms.commands import Command, Verb, code_of, read
from app.domain.sms.replies import Reply

WON, LOST, OK = (Command(verb, code="4821") for verb in (Verb.WON, Verb.LOST, Verb.OK))
LONGEST = {
    "code": "4821",
    "lobby": "ABCDEFGH",
    "amount": "KES 250,000.50",
    "available": "KES 500,000.50",
    "held": "KES 500,000.50",
    "minutes": "15",
}


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("W 4821", WON),
        ("w4821", WON),
        ("W-4821", WON),
        ("Won 4821!", WON),
        ("W:4821", WON),
        ("W #4821", WON),
        ("4821 W", WON),
        ("Ｗ　４８２１", WON),
        ("W\u00a04821", WON),
        ("W\u200b4821", WON),
        ("  W 4821\n", WON),
        ("Nimeshinda 4821", WON),
        ("NIMESHINDWA 4821", LOST),
        ("L4821", LOST),
        ("Lost 4821.", LOST),
        ("OK 4821", OK),
        ("Sawa 4821", OK),
        ("BAL", Command(Verb.BALANCE)),
        ("salio.", Command(Verb.BALANCE)),
        ("STOP", Command(Verb.STOP)),
        ("TOA 200", Command(Verb.WITHDRAW, amount=Decimal(200))),
        ("toa kes 1500", Command(Verb.WITHDRAW, amount=Decimal(1500))),
    ],
)
def test_a_plain_command_is_read(text: str, command: Command) -> None:
    assert read(text) == command


@pytest.mark.parametrize(
    "text",
    [
        *("W 4821 L 4821", "W 4821\nL 4821", "W\n4821", "W 48210", "W 482", "W O821", "W", "4821"),
        *("W ٤٨٢١", "not W 4821", "I won 4821", "STOP 4821", "BAL 4821", "X 4821", ""),
        *(
            "TOA",
            "TOA 0",
            "TOA -5",
            "TOA 1.5",
            "TOA 2000000",
            "TOA 200 300",
            "W 4821" + " " * 40 + "L",
        ),
        *("nimeshind 4821", "W 4821 \u202e L", "toa 200 W 4821"),
    ],
)
def test_what_is_not_plainly_one_command_is_none(text: str) -> None:
    assert read(text) is None


def test_a_match_is_named_by_four_digits() -> None:
    assert [code_of(number) for number in (7, 4821, 34821)] == ["0007", "4821", "4821"]


@pytest.mark.parametrize("reply", Reply)
@pytest.mark.parametrize("language", Language)
def test_an_answer_fits_into_one_message(reply: Reply, language: Language) -> None:
    text = replies.render(reply, language=language, **LONGEST)
    assert gsm7.as_gsm7(text) == text
    assert gsm7.length(text) <= gsm7.LONGEST, f"{gsm7.length(text)}: {text}"
