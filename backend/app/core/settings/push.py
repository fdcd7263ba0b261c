"""How browsers are reached by Web Push, and with which keys we say who we are."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import AfterValidator, PositiveInt, SecretStr
from pydantic_settings import SettingsConfigDict

from app.core.settings.files import SettingsGroup
from app.core.settings.keys import is_guessable
from app.core.vapid_format import decode


def _is_ring(keys: SecretStr) -> SecretStr:
    for key in keys.get_secret_value().split(","):
        if not re.fullmatch(r"[A-Za-z0-9_-]{43}", key):
            raise ValueError("a VAPID key is 32 bytes in base64url without padding: 43 letters")
        ec.derive_private_key(int.from_bytes(decode(key), "big"), ec.SECP256R1())
    return keys


def _is_origin(address: str) -> str:
    parts = urlsplit(address)
    if address and address != f"{parts.scheme}://{parts.netloc}":
        raise ValueError("an origin has no path: http://127.0.0.1:9000")
    return address


class PushSettings(SettingsGroup):
    """Our keys, whom push services may write to, times (seconds), and where tests may push to."""

    model_config = SettingsConfigDict(
        env_prefix="PUSH_", hide_input_in_errors=True, env_ignore_empty=True
    )

    vapid_keys: Annotated[SecretStr, AfterValidator(_is_ring)]  # newest first, commas between
    contact: str = ""  # https origin or mailto; empty: PUBLIC_WEB_URL
    local_service: Annotated[str, AfterValidator(_is_origin)] = ""  # of a simulator
    timeout: float = 5.0
    claim_seconds: PositiveInt = 20  # a push without an answer by then is sent again

    def flaw_in_production(self) -> str | None:
        """Return what production needs in place of these settings."""
        if any(is_guessable(key) for key in self.vapid_keys.get_secret_value().split(",")):
            return "random PUSH_VAPID_KEYS: `openssl rand 32 | basenc --base64url | tr -d =`"
        if self.local_service:
            return "no PUSH_LOCAL_SERVICE, which is for a simulator"
        return None
