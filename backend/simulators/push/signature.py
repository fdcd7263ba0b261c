"""Check who sends a push (VAPID, RFC 8292), as strictly as the strictest service does."""

import json
import time
from base64 import urlsafe_b64decode
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

_LONGEST = 86_400


def flaw_of(authorization: str, *, endpoint: str, server_key: str) -> str | None:
    """Return what is wrong with the header `vapid t=…, k=…`; None if nothing is."""
    scheme, _, rest = authorization.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
    token, key = parts.get("t", ""), parts.get("k", "").rstrip("=")
    if scheme.lower() != "vapid" or token.count(".") != 2:
        return "no VAPID signature"
    if key != server_key:
        return "VapidPkHashMismatch"
    signed, _, signature = token.rpartition(".")
    header, claims = (json.loads(_decoded(part)) for part in signed.split("."))
    if header.get("alg") != "ES256" or not _is_signed(signed, _decoded(signature), _decoded(key)):
        return "BadJwtToken"
    return _flaw_of_claims(claims, endpoint)


def _flaw_of_claims(claims: dict[str, Any], endpoint: str) -> str | None:
    parts = urlsplit(endpoint)
    if claims.get("aud") != f"{parts.scheme}://{parts.netloc}":
        return "aud is not the origin of the endpoint"
    if not 0 < claims.get("exp", 0) - time.time() <= _LONGEST:
        return "exp is over, or more than a day ahead"
    if not str(claims.get("sub", "")).startswith(("https://", "mailto:")):
        return "sub is nobody"
    return None


def _is_signed(signed: str, signature: bytes, point: bytes) -> bool:
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    try:
        key.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
