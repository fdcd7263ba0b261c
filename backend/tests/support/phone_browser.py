"""A browser that subscribes to pushes; those that also read them are in the simulator."""

import secrets
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.core.vapid_format import encode
from tests.support.arena import Player


class PhoneBrowser:
    """Has a key pair and a secret, as `pushManager.subscribe` makes them."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = secrets.token_bytes(16)

    def subscription(self, player: Player) -> dict[str, Any]:
        """Return what the app sends when `player` switches pushes on."""
        return {
            "endpoint": self.endpoint,
            "keys": self.keys,
            "server_key": player.get("/notifications/vapid-key")["public_key"],
        }

    @property
    def keys(self) -> dict[str, str]:
        """The keys that the browser tells the server."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": encode(point), "auth": encode(self._secret)}
