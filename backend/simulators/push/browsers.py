"""Browsers that are subscribed to pushes: each has its keys, and reads what arrives (RFC 8291)."""

import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def in_base64url(data: bytes) -> str:
    """Return the text, without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Browser:
    """One browser. `server_key` is the key that it subscribed with; no other may push to it.

    `status` is what its push service answers instead of taking a message, after `seconds`.
    """

    server_key: str
    name: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    status: int | None = None
    seconds: float = 0.0
    retry_after: int | None = None
    calls: int = 0
    shown: list[dict[str, Any]] = field(default_factory=list)
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def keys(self) -> dict[str, str]:
        """What the browser tells the server of its keys."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": in_base64url(point), "auth": in_base64url(self.secret)}

    def read(self, body: bytes) -> Any:
        """Decrypt one message; raises ValueError where a browser would drop it."""
        try:
            plain = http_ece.decrypt(
                body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
            )
        except http_ece.ECEException as error:
            raise ValueError(str(error)) from error
        return json.loads(plain)


class Browsers:
    """All browsers, by the name in their endpoint."""

    def __init__(self) -> None:
        self._known: dict[str, Browser] = {}

    def add(self, server_key: str) -> Browser:
        """Subscribe a new browser."""
        browser = Browser(server_key)
        self._known[browser.name] = browser
        return browser

    def find(self, name: str) -> Browser | None:
        """Return the browser of an endpoint, if there is one."""
        return self._known.get(name)
