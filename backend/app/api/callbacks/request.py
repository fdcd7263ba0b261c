"""What the route of callbacks and its fast path share: limits, the answer, the stored row."""

import hashlib
from functools import lru_cache
from ipaddress import ip_address

from app.core.security import fingerprint
from app.domain.payments.mpesa.redaction import without_secrets
from app.services.payments.callbacks.inbox import Delivery

MAX_BODY_BYTES = 64 * 1024
TOKEN = r"[\w-]{20,128}"  # noqa: S105  # the form of a token, as a pattern for ASCII
ACCEPTED = b'{"ResultCode": 0, "ResultDesc": "Accepted"}'


def delivery(*, kind: str, token: str, body: bytes, host: str | None) -> Delivery:
    """Return a callback as it is stored; `host` is the caller's address, for the record only."""
    body = without_secrets(body)
    return Delivery(
        kind=kind,
        token_sha256=fingerprint(token),
        body_sha256=hashlib.sha256(body).digest(),
        body=body,
        source_ip=_address(host) if host else None,
    )


@lru_cache(maxsize=1024)
def _address(host: str) -> str | None:
    try:
        return str(ip_address(host))
    except ValueError:
        return None
