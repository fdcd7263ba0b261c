"""Usernames that only we could have: nobody shall believe that a player is staff or M-Pesa.

Compared as they look (`domain/conduct/confusables`), without dots and dashes and without the digits
that are appended to get a name that is taken.
"""

from app.domain.conduct.confusables import skeleton

_WORDS = """
    admin administrator owner root system sysadmin null none nil undefined nobody anonymous deleted
    me you everybody staff team official security fraud help helpdesk info support contact billing
    payments wallet refund bonus mpesa safaricom vodafone daraja airtel activision callofduty api
    www mail postmaster webmaster abuse noreply
"""
_BEGINNINGS = (
    "wagewars", "admin", "support", "referee", "umpire", "moderator", "customercare",
    "customerservice", "mpesa", "safaricom", "hidden",
)  # fmt: skip


def _fold(name: str) -> str:
    seen = skeleton(name)
    return "".join(letter for letter in seen if letter not in "._-")


_FOLDED_WORDS = frozenset(_fold(word) for word in _WORDS.split())
_FOLDED_BEGINNINGS = tuple(_fold(word) for word in _BEGINNINGS)


def is_reserved(username: str) -> bool:
    """Return whether a username looks like one of ours, or like a company's that we deal with."""
    spellings = {_fold(username), _fold(username.rstrip("0123456789._-"))}
    return any(
        folded in _FOLDED_WORDS or folded.startswith(_FOLDED_BEGINNINGS) for folded in spellings
    )
