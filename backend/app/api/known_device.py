"""The cookie by which we know a device again: signed, not readable by scripts, one mark an account.

It signs nobody in. Who has it may guess a password, and ask for a reset, from an allowance of their
own, so that strangers cannot use the owner's up; and its logins go first when many wait (OWASP's
"device cookies", docs/decisions/0023).
"""

import re
from dataclasses import dataclass, field

from fastapi import Request, Response

from app.core.fair_queue import Sender
from app.core.security import device_mark, is_device_mark, new_token
from app.core.settings import get_settings

_MARK = re.compile(r"([1-9]\d{0,18})\.([\w-]{43})\.([0-9a-f]{64})")
_SECONDS = 365 * 86_400
_ACCOUNTS = 4  # of a phone that a household shares


@dataclass(frozen=True)
class KnownDevice:
    """The marks of a browser: by account, what its allowance is counted by.

    `fresh` is what it is called from now on for an account that it signs in to first.
    """

    nonces: dict[int, str]
    fresh: str = field(default_factory=new_token)

    def of(self, user_id: int | None) -> str | None:
        """Return what the device is called for an account; None if it never signed in to it."""
        return None if user_id is None else self.nonces.get(user_id)

    def sender(self, user_id: int | None, *, address: str) -> Sender:
        """Return in whose line a password of this device waits to be hashed."""
        if self.of(user_id) is None:
            return Sender(address)
        return Sender(f"user:{user_id}", is_known=True)


def _name() -> str:
    return "__Host-device" if get_settings().is_production else "device"


def read(request: Request) -> KnownDevice:
    """Return the accounts that this browser has signed in to, the latest first."""
    found = {}
    for mark in request.cookies.get(_name(), "").split("~")[:_ACCOUNTS]:
        parts = _MARK.fullmatch(mark)
        if parts and is_device_mark(parts[3], int(parts[1]), parts[2]):
            found[int(parts[1])] = parts[2]
    return KnownDevice(found)


def remember(known: KnownDevice, response: Response, *, user_id: int) -> None:
    """Mark the browser, whose marks were `known`, as one that has signed in to this account."""
    others = [mark for mark in known.nonces.items() if mark[0] != user_id]
    accounts = [(user_id, known.of(user_id) or known.fresh), *others][:_ACCOUNTS]
    response.set_cookie(
        _name(),
        "~".join(f"{owner}.{nonce}.{device_mark(owner, nonce)}" for owner, nonce in accounts),
        max_age=_SECONDS,
        path="/",
        secure=get_settings().is_production,
        httponly=True,
        samesite="strict",
    )
