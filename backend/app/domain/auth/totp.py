"""Codes of an authenticator app: TOTP (RFC 6238) with SHA-1, six digits and steps of 30 seconds.

These are the only parameters that every authenticator app understands. Whether a step was used
before is for the caller to remember: a code is right for as long as its step is near.
"""

import base64
import hashlib
import hmac
import re
from datetime import datetime
from urllib.parse import quote

STEP_SECONDS = 30
SECRET_BYTES = 20  # as long as SHA-1's output (RFC 4226 §4)
_ISSUER = "WageWars"
_DIGITS = re.compile(r"[0-9]{6}")  # ASCII: a full-width "１" would be another text of the same code

# Of the demo's admins, so that their codes are known to everybody; refused in production.
DEMO_SECRET = "KARIBUWAGEWARSDEMOSECRETONLY2547"  # noqa: S105


def step_at(now: datetime) -> int:
    """Return the number of the step that `now` is in."""
    return int(now.timestamp()) // STEP_SECONDS


def code_of(secret: bytes, step: int) -> str:
    """Return the six digits of a step (RFC 4226 §5.3)."""
    digest = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06d}"


def matching_step(secret: bytes, code: str, *, now: datetime, drift: int = 1) -> int | None:
    """Return the latest step within `drift` of now whose code this is; None if it is of none.

    All steps are compared, whichever fits, so the time that it takes tells nothing.
    """
    typed = code if _DIGITS.fullmatch(code) else ""
    found = None
    for step in range(step_at(now) - drift, step_at(now) + drift + 1):
        if hmac.compare_digest(code_of(secret, step).encode(), typed.encode()):
            found = step
    return found


def spelled(secret: bytes) -> str:
    """Return a secret as authenticator apps take it: base32 without padding."""
    return base64.b32encode(secret).decode().rstrip("=")


def read_secret(text: str) -> bytes:
    """Return the secret that `spelled` wrote."""
    return base64.b32decode(text + "=" * (-len(text) % 8))


def provisioning_uri(secret: bytes, *, account: str) -> str:
    """Return what the QR code holds (the Key URI format of Google Authenticator)."""
    return (
        f"otpauth://totp/{_ISSUER}:{quote(account)}?secret={spelled(secret)}&issuer={_ISSUER}"
        f"&algorithm=SHA1&digits=6&period={STEP_SECONDS}"
    )
