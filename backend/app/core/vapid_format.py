"""base64url without padding, as Web Push writes its keys (RFC 7515 §2)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode


def decode(text: str) -> bytes:
    """Return the bytes; raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encode(data: bytes) -> str:
    """Return the text."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()
