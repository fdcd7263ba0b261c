"""Takes out of M-Pesa's messages what must not be stored, and what must not be shown.

A time-out notice is our own request, sent back (121-platform, `safaricom.mock.service.ts`). It then
holds our SecurityCredential, which is good together with the app's keys, and the secret addresses
of callbacks, by which anybody can forge one.
"""

import re

from app.domain.phone import mask

REMOVED = b"[removed]"
_MARKS = (b"credential", b"password", b'url"')
_SECRETS = re.compile(
    rb'("(?:SecurityCredential|Password|\w*URL)"\s*:\s*)(?:"(?:[^"\\]|\\.)*(?:"|$)|[^,}\s]+)',
    re.IGNORECASE | re.DOTALL,
)
_PHONE = re.compile(r"(?<![0-9])254[17][0-9]{8}(?![0-9])")
# The phone is the end of the id of a prompt.
_CHECKOUT_ID = re.compile(r"(ws_CO_[0-9]{14,20})[17][0-9]{8}(?![0-9])")


def without_secrets(body: bytes) -> bytes:
    """Return a message as it may be stored: byte for byte, unless it is a request of ours."""
    lower = body.lower()
    if not any(mark in lower for mark in _MARKS):
        return body
    kept, removed = _SECRETS.subn(rb'\1"' + REMOVED + b'"', body)
    if removed == 0:
        return body
    return mask_phones(kept.decode("latin-1")).encode("latin-1")


def mask_phones(text: str) -> str:
    """Return text as it may be shown: of each Kenyan number only its beginning and its end."""
    text = _CHECKOUT_ID.sub(lambda found: f"{found[1]}*****{found[0][-3:]}", text)
    return _PHONE.sub(lambda found: mask(found[0]), text)
