"""Encrypt a value of one cell of a table: AES-256-GCM with a key of a ring (`core/keys`).

What is stored is a version byte, the key's id (4 bytes), a nonce (12 bytes) and the ciphertext with
its tag. The name of the cell, `table.column|row id`, is authenticated with it, so that a value that
is moved to another row cannot be read there.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.core import keys
from app.core.keys import Purpose

_VERSION = b"\x01"
_KEY_ID = slice(1, 5)
_NONCE = slice(5, 17)


def seal(purpose: Purpose, value: bytes, *, cell: str) -> bytes:
    """Return `value` encrypted for one cell, with the ring's present key."""
    key = keys.current(purpose)
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(key.secret).encrypt(nonce, value, cell.encode())
    return _VERSION + bytes.fromhex(key.id) + nonce + sealed


def unseal(purpose: Purpose, stored: bytes, *, cell: str) -> bytes | None:
    """Return the value of a cell; None if its key has left the ring, or it is not of this cell."""
    key = keys.find(purpose, stored[_KEY_ID].hex())
    if key is None or stored[:1] != _VERSION:
        return None
    try:
        return AESGCM(key.secret).decrypt(stored[_NONCE], stored[_NONCE.stop :], cell.encode())
    except InvalidTag:
        return None


def is_outdated(purpose: Purpose, stored: bytes) -> bool:
    """Return whether a stored value was encrypted with another key than new ones are."""
    return stored[_KEY_ID].hex() != keys.current(purpose).id
