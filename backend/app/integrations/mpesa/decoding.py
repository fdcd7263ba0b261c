"""Safaricom's JSON, read with patience: numbers as strings, lists as objects, values left out."""

import json
import re
import unicodedata
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.core.clock import NAIROBI

_NUMBER = re.compile(r"\d{1,12}(\.\d{1,6})?", re.ASCII)
_SIGNED = re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII)
_DATE_FORMS = ("%Y%m%d%H%M%S", "%d.%m.%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S")


def read_object(raw: bytes) -> dict[str, Any] | None:
    """Return the JSON object in `raw` with exact decimals, or None for anything else.

    Bytes that are no UTF-8 (a name in Latin-1) become U+FFFD, and line breaks within a text are
    taken: what a payer or a phone wrote must not keep us from the rest.
    """
    text = raw.decode(json.detect_encoding(raw), errors="replace")
    try:
        body = json.loads(text, parse_float=Decimal, parse_constant=lambda _: None, strict=False)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def as_object(value: Any) -> dict[str, Any]:
    """Return `value` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """Return a list: Daraja sends one item without its brackets."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def as_text(value: Any) -> str | None:
    """Return a scalar as text: 0, "0" and 0.0 are all "0". None for nothing, for true and false."""
    if isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        # An exponent of a million digits must not be written out, and `abs` overflows on it.
        is_short = value.is_finite() and value.copy_abs() < 10**15
        is_whole = is_short and value == value.to_integral_value()
        return str(int(value)) if is_whole else str(value)
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else None
    return (value.strip() or None) if isinstance(value, str) else None


def as_amount(value: Any) -> Decimal | None:
    """Return KES from 1000, 1000.00 or "1000.00"; None for what is no plain positive number."""
    text = value.strip() if isinstance(value, str) else None
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        value = Decimal(value)
    if isinstance(value, Decimal):
        text = format(value, "f") if _is_short(value) else None
    return Decimal(text) if text is not None and _NUMBER.fullmatch(text) else None


def _is_short(value: Decimal) -> bool:
    """Return whether a number has few digits when it is written out: 1e-999999999 has a billion."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -6 and value.copy_abs() < 10**12


def is_zero(value: Any) -> bool:
    """Return whether a ResponseCode is 0, which some versions write with many zeros."""
    return set(as_text(value) or "") == {"0"}


def as_balance(value: Any) -> Decimal | None:
    """Return KES that may be negative, as Charges Paid is; None for what is no plain number."""
    text = str(value).strip() if isinstance(value, (int, str, Decimal)) else ""
    is_number = not isinstance(value, bool) and _SIGNED.fullmatch(text) is not None
    return Decimal(text) if is_number else None


def as_display(value: Any, *, longest: int) -> str:
    """Return text that is fit to be shown: what a payer typed is hostile (daraja.md §2.3).

    Control, direction and other invisible characters go; white space shrinks; the rest is cut.
    Whoever displays it escapes it.
    """
    text = (as_text(value) or "")[: longest * 20]
    kept = "".join(" " if letter.isspace() else letter for letter in text if _is_shown(letter))
    return " ".join(kept.split())[:longest].strip()


def _is_shown(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter)[0] != "C"


def as_id(value: Any) -> str | None:
    """Return one of M-Pesa's ids, or None for what is too long or cannot be printed."""
    text = as_text(value)
    return text if text is not None and len(text) <= 80 and text.isprintable() else None


def as_moment(value: Any) -> datetime | None:
    """Return a moment from any of Daraja's date forms, all of which mean Nairobi's local time.

    A Z at the end does not mean UTC there (daraja.md §11).
    """
    text = (as_text(value) or "").removesuffix("Z")
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=NAIROBI)
        except ValueError:
            continue
    return None


def by_name(items: Any, *, value_key: str = "Value") -> dict[str, Any]:
    """Return named items as a mapping; never by position, for Safaricom reorders them.

    An item without a value is left out, and so is a name that occurs twice with two values.
    """
    found: dict[str, Any] = {}
    contradicted = set()
    for item in as_list(items):
        name, value = as_object(item).get("Name"), as_object(item).get(value_key)
        if not isinstance(name, str) or value is None:
            continue
        if name in found and found[name] != value:
            contradicted.add(name)
        found[name] = value
    return {name: value for name, value in found.items() if name not in contradicted}
