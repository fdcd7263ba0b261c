"""The settings of our secret keys: a ring for each purpose, and how a drawn key looks.

A ring is one key, or several with commas between: the first makes, all verify (`core/keys`).
"""

import hashlib
import re
import zlib
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, SecretStr
from pydantic_settings import SettingsConfigDict

from app.core.settings.files import SettingsGroup

_MIN_LENGTH = 32
# A random key of 32 hexadecimal digits has about 14 different ones and hardly compresses.
_MIN_SYMBOLS = 10
_MIN_BYTES = 20
_ZLIB_FRAME = 8
# In base64 two letters of three are followed by one of another class; in a sentence one of six.
_MIN_SWITCHES = 1 / 4
_COMMON = ("secret", "change", "example", "wagewars", "password", "default", "development")
_HASHED = ("", "0", "1", "a", "key", "test", "admin", *_COMMON)
_DIGESTS = frozenset(
    hashlib.new(method, word.encode(), usedforsecurity=False).hexdigest()
    for method in ("md5", "sha1", "sha256", "sha512")
    for word in _HASHED
)


def _is_ring(keys: SecretStr) -> SecretStr:
    ring = keys.get_secret_value().split(",")
    if ring != [""] and any(len(key) < _MIN_LENGTH for key in ring):
        raise ValueError(f"each key has {_MIN_LENGTH} letters or more")
    if len(set(ring)) < len(ring):
        raise ValueError("a key stands there twice")
    return keys


Ring = Annotated[SecretStr, AfterValidator(_is_ring)]
_SECRET_KEY_ALONE = SecretStr("")


class KeySettings(SettingsGroup):
    """One ring for each purpose; empty: SECRET_KEY."""

    model_config = SettingsConfigDict(
        env_prefix="KEYS_", hide_input_in_errors=True, env_ignore_empty=True
    )

    tokens: Ring = _SECRET_KEY_ALONE
    passwords: Ring = _SECRET_KEY_ALONE
    sms_codes: Ring = _SECRET_KEY_ALONE
    devices: Ring = _SECRET_KEY_ALONE
    documents: Ring = _SECRET_KEY_ALONE
    callbacks: Ring = _SECRET_KEY_ALONE
    factors: Ring = _SECRET_KEY_ALONE

    def guessable(self) -> list[str]:
        """Return the names of the rings that have a key which nobody drew."""
        return [
            f"KEYS_{name.upper()}"
            for name in type(self).model_fields
            if any(
                map(is_guessable, filter(None, getattr(self, name).get_secret_value().split(",")))
            )
        ]


def is_guessable(key: str) -> bool:
    """Return whether `key` seems typed, repeated or copied from an example instead of random."""
    squeezed = len(zlib.compress(key.encode(), level=9)) - _ZLIB_FRAME
    return (
        len(set(key)) < _MIN_SYMBOLS
        or squeezed < _MIN_BYTES
        or any(part in key.lower() for part in _COMMON)
        or key.lower() in _DIGESTS
        or not _looks_drawn(key)
    )


def _looks_drawn(key: str) -> bool:
    """Return whether `key` is written as random bytes are: in hexadecimal digits or base64."""
    if re.fullmatch(r"[0-9a-f]+|[0-9A-F]+", key):
        return True
    if not re.fullmatch(r"[\w+/=-]+", key, re.ASCII) or key in {key.lower(), key.upper()}:
        return False
    switches = sum(_class(one) != _class(other) for one, other in pairwise(key))
    return switches >= _MIN_SWITCHES * (len(key) - 1)


def _class(letter: str) -> int:
    return 1 if letter.isupper() else 2 if letter.islower() else 3 if letter.isdigit() else 4
