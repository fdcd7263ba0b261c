"""Passkeys: which site they are of, what a challenge allows, and what an answer may not show.

A passkey verifies its owner on the device (a finger, a face, a PIN) and signs a challenge of ours
for our site only (W3C Web Authentication, level 3).
"""

from decimal import Decimal
from enum import StrEnum

MOST = 10
"""Passkeys of one account: a person has so many devices at most."""


class Site(StrEnum):
    """Whose site a passkey belongs to; one of players opens nothing of staff's."""

    PLAYERS = "players"
    STAFF = "staff"


class Ceremony(StrEnum):
    """What a challenge is for. An answer to one allows nothing else."""

    SIGN_IN = "sign_in"
    REGISTER = "register"  # make a passkey, after a fresh factor
    ADD = "add"  # an existing passkey is the fresh factor for another one
    REMOVE = "remove"  # ... or for taking one away
    PAYOUT = "payout"  # one withdrawal, with its amount and number


def payout_subject(withdrawal_id: int, *, net: Decimal, phone: str) -> str:
    """Return what a challenge of a withdrawal is bound to."""
    return f"withdrawal:{withdrawal_id} {net:f} KES to {phone}"


def removal_subject(passkey_id: int) -> str:
    """Return what a challenge to take a passkey away is bound to."""
    return f"passkey:{passkey_id}"


def is_copy(*, stored: int, shown: int) -> bool:
    """Return whether a counter shows that somebody else signs with a copy of the key.

    It must go up. Passkeys that are kept by a provider (Apple, Google) always show 0.
    """
    return (stored, shown) != (0, 0) and shown <= stored


def changed_kind(*, stored: bool, shown: bool) -> bool:
    """Return whether a key says another thing about backups than when it was made.

    Whether a key may be copied to other devices is fixed for its life (§6.1.3); the library does
    not compare it.
    """
    return stored != shown
