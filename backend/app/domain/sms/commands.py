"""The grammar of SMS to us: one word and one four-digit code, in either order, and nothing else.

Whatever is not plainly one command is none: it may move money.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

_LONGEST = 40


class Verb(StrEnum):
    """What a player asks for."""

    WON = "won"
    LOST = "lost"
    OK = "ok"  # "I am ready", or "I agree", as the match asks
    BALANCE = "balance"
    WITHDRAW = "withdraw"
    STOP = "stop"


@dataclass(frozen=True)
class Command:
    """One thing that a player asks for; `code` names a match, `amount` is in KES."""

    verb: Verb
    code: str | None = None
    amount: Decimal | None = None


# Whole words: in Swahili victory and defeat are one letter apart.
_ABOUT_A_MATCH = {
    **dict.fromkeys(("w", "won", "win", "nimeshinda", "nilishinda"), Verb.WON),
    **dict.fromkeys(("l", "lost", "lose", "nimeshindwa", "nilishindwa"), Verb.LOST),
    **dict.fromkeys(("ok", "okay", "sawa"), Verb.OK),
}
_ALONE = {
    **dict.fromkeys(("bal", "balance", "salio"), Verb.BALANCE),
    **dict.fromkeys(("stop", "acha"), Verb.STOP),
}
_MATCH = re.compile(r"(?:([a-z]+)[ :#.-]*([0-9]{4})|([0-9]{4})[ :#.-]*([a-z]+))[ .!]*")
_AMOUNT = re.compile(r"(?:toa|withdraw)[ :]*(?:kes|ksh)?[ .]*([1-9][0-9]{0,5})[ .!]*")


def read(text: str) -> Command | None:
    """Return what an SMS asks for; None if that is not plain."""
    plain = _plain(text)
    if plain is None:
        return None
    if found := _AMOUNT.fullmatch(plain):
        return Command(Verb.WITHDRAW, amount=Decimal(found[1]))
    if verb := _ALONE.get(plain.rstrip(" .!")):
        return Command(verb)
    if found := _MATCH.fullmatch(plain):
        verb = _ABOUT_A_MATCH.get(found[1] or found[4])
        return Command(verb, code=found[2] or found[3]) if verb else None
    return None


def code_of(match_id: int) -> str:
    """Return the four digits by which an SMS names a match: of its player, who has one at a time.

    No secret: what counts is the number that an SMS comes from, and our own look at the network.
    """
    return f"{match_id % 10_000:04d}"


def _plain(text: str) -> str | None:
    """Return a text in small plain letters; None if it is too long, or of several lines."""
    whole = unicodedata.normalize("NFKC", text).strip()
    if len(whole) > _LONGEST or "\n" in whole or "\r" in whole:
        return None
    spaced = "".join(" " if unicodedata.category(one)[0] in "CZ" else one for one in whole)
    return " ".join(spaced.split()).casefold()
