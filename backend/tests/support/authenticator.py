"""A software authenticator: makes passkeys and signs with them, as a device does, or wrongly.

What it answers is what our own page sends (`frontend/src/lib/passkeys.ts`). Everything that an
attacker could change is an attribute or an argument.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

Json = dict[str, Any]
_USER_PRESENT, _USER_VERIFIED, _MAY_BE_COPIED, _IS_COPIED, _HAS_KEY = 1, 4, 8, 16, 64


def encoded(data: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """Return what base64url without padding stands for."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One key on one device; `count` is the counter that it shows with the next signature."""

    origin: str = "http://localhost:3000"
    site: str = "localhost"
    count: int = 0
    verifies: bool = True
    may_be_copied: bool = True
    handle: bytes = b""
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: Json, *, name: str = "My phone") -> Json:
        """Answer `navigator.credentials.create`."""
        self.handle = decoded(options["handle"])
        point = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (point.x, point.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        made = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        data = self._data(_HAS_KEY) + made
        return {
            "name": name,
            "id": encoded(self.id),
            "client_data": encoded(self._client_data("webauthn.create", options)),
            "attestation": encoded(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }

    def sign(self, options: Json, **changes: Any) -> Json:
        """Answer `navigator.credentials.get`; `changes` replace parts of the answer."""
        client_data = self._client_data("webauthn.get", options)
        data = self._data(0)
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return {
            "id": encoded(self.id),
            "client_data": encoded(client_data),
            "authenticator_data": encoded(data),
            "signature": encoded(signature),
            "user_handle": encoded(self.handle),
        } | changes

    def _client_data(self, kind: str, options: Json) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(said | {"crossOrigin": False}).encode()

    def _data(self, flags: int) -> bytes:
        flags |= _USER_PRESENT
        flags |= _USER_VERIFIED if self.verifies else 0
        flags |= (_MAY_BE_COPIED | _IS_COPIED) if self.may_be_copied else 0
        site = hashlib.sha256(self.site.encode()).digest()
        return site + bytes([flags]) + self.count.to_bytes(4, "big")
