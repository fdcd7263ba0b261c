"""Passwords, access tokens, one-time codes. python-jose and passlib are used only here."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from functools import lru_cache

from jose import JWTError, jwt
from passlib.hash import bcrypt

from app.core.settings import get_settings
from app.domain.auth.passwords import normalise
from app.domain.payments.mpesa.results import REFERENCE_LETTERS

_ALGORITHM = "HS256"
_ISSUER = "wagewars"
_AUDIENCE = "wagewars-api"
_REQUIRED = ("exp", "iat", "sub", "jti", "aud", "iss")


def _peppered(password: str) -> str:
    """Return 44 characters for any password: bcrypt reads 72 bytes at most and stops at NUL."""
    pepper = get_settings().secret_key.get_secret_value().encode()
    digest = hmac.new(pepper, normalise(password).encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def hash_password(password: str) -> str:
    """Return a bcrypt hash to store. Slow on purpose: call it in `password_pool`'s threads."""
    rounds = get_settings().login.bcrypt_rounds
    return str(bcrypt.using(rounds=rounds).hash(_peppered(password)))


@lru_cache
def dummy_hash() -> str:
    """Return a hash that no password matches, as slow to compare as a player's."""
    return hash_password(secrets.token_hex(16))


def password_fits(password: str, stored: str | None) -> bool:
    """Compare a password with the stored hash; None (no such player) takes the same time."""
    fits = bool(bcrypt.verify(_peppered(password), stored or dummy_hash()))
    return fits and stored is not None


def new_access_token(user_id: int, *, session_id: int, now: datetime) -> str:
    """Return a signed access token with user id and session id, valid for `access_seconds`."""
    expires = now + timedelta(seconds=get_settings().login.access_seconds)
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
    key = get_settings().secret_key.get_secret_value()
    return str(jwt.encode(claims, key, algorithm=_ALGORITHM))


def read_access_token(token: str) -> tuple[int, int] | None:
    """Return (user id, session id) of a genuine, unexpired access token, else None."""
    try:
        claims = jwt.decode(
            token,
            get_settings().secret_key.get_secret_value(),
            algorithms=[_ALGORITHM],
            audience=_AUDIENCE,
            issuer=_ISSUER,
            options={f"require_{name}": True for name in _REQUIRED} | {"leeway": 5},
        )
        if claims.get("typ") != "access":
            return None
        return int(claims["sub"]), int(claims["sid"])
    except (JWTError, ValueError, TypeError, KeyError):
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


def sms_digits(code_id: int, salt: bytes) -> str:
    """Return the six digits of an SMS code: derived, so that no table holds them in clear."""
    key = get_settings().secret_key.get_secret_value().encode()
    digest = hmac.new(key, b"sms-code:%d:" % code_id + salt, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}"


def device_mark(user_id: int, nonce: str) -> str:
    """Return the signature under "this device has signed in to the account `user_id`"."""
    key = get_settings().secret_key.get_secret_value().encode()
    return hmac.new(key, f"known-device:{user_id}:{nonce}".encode(), hashlib.sha256).hexdigest()


def new_reference(prefix: str, *, length: int) -> str:
    """Return `prefix` and `length` random characters that are hard to confuse."""
    return prefix + "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(length))


def callback_token(reference: str) -> str:
    """Return the path token (256 bits, hex) of the payment or inquiry with this reference.

    Derived, so that it is the same for each try and stored nowhere in clear. Hex, because one in
    250 base64 tokens contains "exec", "cmd" or "sql", which Daraja refuses in a URL (daraja.md
    §5.4).
    """
    key = get_settings().secret_key.get_secret_value().encode()
    return hmac.new(key, b"stk-callback:" + reference.encode(), hashlib.sha256).hexdigest()
