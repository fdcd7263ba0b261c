"""Passwords, access tokens, one-time codes. python-jose and passlib are used only here."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from jose import JWTError, jwk, jwt  # noqa: TID251  # the one place
from passlib.hash import bcrypt  # noqa: TID251  # the one place

from app.core import keys
from app.core.built_once import BuiltOnce
from app.core.clock import utc_now
from app.core.keys import Key, Purpose
from app.core.settings import get_settings
from app.domain.auth.passwords import normalise
from app.domain.payments.mpesa.results import REFERENCE_LETTERS

_ALGORITHM = "HS256"
_ISSUER = "wagewars"
_AUDIENCE = "wagewars-api"
_REQUIRED = ("exp", "iat", "sub", "jti", "aud", "iss")
_LEEWAY_SECONDS = 5  # between the clocks of two of our machines
_MAX_TOKEN_LENGTH = 1_024  # ours have about 350 characters
_KEY_ID_BYTES = 4


def _peppered(password: str, pepper: Key) -> str:
    """Return 44 characters for any password: bcrypt reads 72 bytes at most and stops at NUL."""
    digest = hmac.new(pepper.secret, normalise(password).encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def hash_password(password: str) -> str:
    """Return a hash to store: the id of the pepper, then bcrypt's own form.

    Slow on purpose: call it in `password_pool`'s threads.
    """
    pepper = keys.current(Purpose.PASSWORDS)
    rounds = get_settings().login.bcrypt_rounds
    return f"{pepper.id}{bcrypt.using(rounds=rounds).hash(_peppered(password, pepper))}"


@BuiltOnce
def dummy_hash() -> str:
    """Return a hash that no password matches, as slow to compare as a player's."""
    return hash_password(secrets.token_hex(16))


def password_fits(password: str, stored: str | None) -> bool:
    """Compare a password with the stored hash; None (no such player) takes the same time.

    Without the pepper of the stored hash nothing fits.
    """
    key_id, _, hashed = (stored or dummy_hash()).partition("$")
    pepper = keys.find(Purpose.PASSWORDS, key_id)
    peppered = _peppered(password, pepper or keys.current(Purpose.PASSWORDS))
    fits = bool(bcrypt.verify(peppered, f"${hashed}"))
    return fits and pepper is not None and stored is not None


def hash_is_outdated(stored: str) -> bool:
    """Return whether a stored hash has another pepper or cost than new ones get."""
    key_id, _, hashed = stored.partition("$")
    wanted = bcrypt.using(rounds=get_settings().login.bcrypt_rounds)
    return key_id != keys.current(Purpose.PASSWORDS).id or bool(wanted.needs_update(f"${hashed}"))


@lru_cache(maxsize=16)
def _signer(key: Key) -> Any:
    return jwk.construct(key.secret, _ALGORITHM)


def new_access_token(
    user_id: int, *, session_id: int, now: datetime, seconds: int | None = None
) -> str:
    """Return a signed access token with user id and session id, by default for `access_seconds`."""
    expires = now + timedelta(seconds=seconds or get_settings().login.access_seconds)
    claims = {
        "sub": str(user_id),
        "sid": session_id,
        "jti": secrets.token_hex(8),
        "iat": int(now.timestamp()),
        "exp": int(expires.timestamp()),
        "iss": _ISSUER,
        "aud": _AUDIENCE,
        "typ": "access",
    }
    key = keys.current(Purpose.TOKENS)
    return str(jwt.encode(claims, _signer(key), algorithm=_ALGORITHM, headers={"kid": key.id}))


def read_access_token(token: str) -> tuple[int, int] | None:
    """Return (user id, session id) of a genuine, unexpired access token, else None.

    The header only chooses among the keys of our ring, and is nobody's until the signature fits.
    """
    if len(token) > _MAX_TOKEN_LENGTH:
        return None
    try:
        key = keys.find(Purpose.TOKENS, jwt.get_unverified_header(token).get("kid"))
        if key is None:
            return None
        claims = jwt.decode(
            token,
            _signer(key),
            algorithms=[_ALGORITHM],
            audience=_AUDIENCE,
            issuer=_ISSUER,
            options={f"require_{name}": True for name in _REQUIRED} | {"leeway": _LEEWAY_SECONDS},
        )
        is_early = int(claims["iat"]) > utc_now().timestamp() + _LEEWAY_SECONDS
        if claims.get("typ") != "access" or is_early:
            return None
        return int(claims["sub"]), int(claims["sid"])
    except (JWTError, ValueError, TypeError, KeyError, RecursionError):
        return None


def new_token() -> str:
    """Return 256 random bits in URL-safe characters: refresh tokens and tickets."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> bytes:
    """Return the SHA-256 under which a token is stored."""
    return hashlib.sha256(token.encode()).digest()


def constant_time_equals(one: str, other: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def new_code_salt() -> bytes:
    """Return the salt of a new SMS code: the id of the key, then 96 random bits."""
    return bytes.fromhex(keys.current(Purpose.SMS_CODES).id) + secrets.token_bytes(12)


def sms_digits(code_id: int, salt: bytes) -> str:
    """Return the six digits of an SMS code: derived, so that no table holds them in clear.

    Once the key of the salt has left the ring, a code that was sent is void: the digits of a
    message that still waits come from the present key.
    """
    key_id = salt[:_KEY_ID_BYTES].hex()
    key = keys.find(Purpose.SMS_CODES, key_id) or keys.current(Purpose.SMS_CODES)
    digest = hmac.new(key.secret, b"%d:" % code_id + salt, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}"


def device_mark(user_id: int, nonce: str) -> str:
    """Return the signature under "this device has signed in to the account `user_id`"."""
    return _device_mark(keys.current(Purpose.DEVICES), user_id, nonce)


def is_device_mark(mark: str, user_id: int, nonce: str) -> bool:
    """Return whether `mark` is that signature, by any key of the ring."""
    ring = keys.ring(Purpose.DEVICES)
    return any(constant_time_equals(mark, _device_mark(key, user_id, nonce)) for key in ring)


def _device_mark(key: Key, user_id: int, nonce: str) -> str:
    return hmac.new(key.secret, f"{user_id}:{nonce}".encode(), hashlib.sha256).hexdigest()


def document_hash(document: str) -> bytes:
    """Return the HMAC-SHA-256 of the kind and number of a document, by which it is found again.

    By the last key of the ring, so that a new one in front finds what older rows hold; that key
    stays for good, since the numbers are not kept.
    """
    key = keys.ring(Purpose.DOCUMENTS)[-1]
    return hmac.new(key.secret, document.encode(), hashlib.sha256).digest()


def new_reference(prefix: str, *, length: int) -> str:
    """Return `prefix` and `length` random characters that are hard to confuse."""
    return prefix + "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(length))


def callback_token(reference: str, *, stored: bytes | None = None) -> str:
    """Return the path token (256 bits, hex) of the payment or inquiry with this reference.

    Derived, so that it is the same for each try and stored nowhere in clear: with `stored`, its
    fingerprint in the row, by the key that it was made with, if the ring still has it. Without it
    the callback will find nobody, and our own inquiry finds the payment. Hex, because one in 250
    base64 tokens contains "exec", "cmd" or "sql", which Daraja refuses in a URL (daraja.md §5.4).
    """
    tokens = [
        hmac.new(key.secret, reference.encode(), hashlib.sha256).hexdigest()
        for key in keys.ring(Purpose.CALLBACKS)
    ]
    return next((token for token in tokens if fingerprint(token) == stored), tokens[0])
