"""Who is named in an answer of M-Pesa: `254705912645 - JANE DOE`, whole or masked."""

import re

from app.domain.phone import normalise

_SEPARATOR = re.compile(r"\s+-\s+|\s*-\s+")
_MASKED = re.compile(r"[0-9*]{6,15}", re.ASCII)


def number_in(party: str | None) -> str:
    """Return what comes before the name: a phone or a shortcode, without spaces; maybe masked."""
    return "".join(_SEPARATOR.split(party or "", maxsplit=1)[0].split())


def name_in(party: str | None) -> str:
    """Return the name that follows the number; empty where there is none."""
    _, *rest = _SEPARATOR.split(party or "", maxsplit=1)
    return rest[0].strip() if rest else ""


def is_phone(party: str | None, *, phone: str) -> bool | None:
    """Return whether `party` is the subscriber `phone` (`2547…`); None when that cannot be known.

    A masked number (`2547*****645`) can contradict but never prove (daraja.md §0.8).
    """
    number = number_in(party)
    if "*" in number and _MASKED.fullmatch(number):
        head, tail = number[: number.index("*")], number[number.rindex("*") + 1 :]
        national = head.startswith("0")
        agrees = ("0" + phone[3:] if national else phone).startswith(head) and phone.endswith(tail)
        return None if agrees else False
    digits = normalise(number)
    return None if digits is None else digits == phone


def is_shortcode(party: str | None, *, shortcodes: frozenset[str]) -> bool | None:
    """Return whether `party` is one of `shortcodes` (paybill, till); None when it names none."""
    number = number_in(party)
    return number in shortcodes if number.isascii() and number.isdigit() else None
