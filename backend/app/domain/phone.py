"""Kenyan mobile numbers: any spelling a player types becomes one account."""

import re

_MSISDN = re.compile(r"254[71]\d{8}")
_NOISE = re.compile(r"[\s\-().]")


def normalise(spelling: str) -> str | None:
    """Return the 12 digits M-Pesa uses (`2547…` or `2541…`), or None if it is no Kenyan mobile.

    Accepts `0712…`, `712…`, `254712…`, `+254 712…`, with spaces, dashes and brackets. New prefixes
    open every year, so no prefix table is kept (Daraja refuses unused numbers itself).
    """
    digits = _NOISE.sub("", spelling.strip())
    digits = digits.removeprefix("+")
    if not digits.isascii() or not digits.isdigit():
        return None
    if len(digits) == 10 and digits.startswith("0"):
        digits = "254" + digits[1:]
    elif len(digits) == 9:
        digits = "254" + digits
    return digits if _MSISDN.fullmatch(digits) else None


def mask(msisdn: str) -> str:
    """Hide the middle of a number for logs and for other people: `2547*****001`."""
    return f"{msisdn[:4]}*****{msisdn[-3:]}"


def format_local(msisdn: str) -> str:
    """Format a number as Kenyans write it: `0711 000 001`."""
    return f"0{msisdn[3:6]} {msisdn[6:9]} {msisdn[9:]}"


def hide(number: str) -> str:
    """Hide all of a number, or of M-Pesa's masked form of it, but its last three digits."""
    return "*" * max(len(number) - 3, 0) + number[-3:]
