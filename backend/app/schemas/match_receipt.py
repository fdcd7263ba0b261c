"""Signed receipts on the wire."""

from typing import Any, Literal

from app.schemas.base import Outbound


class ReceiptSignature(Outbound):
    """An Ed25519 signature over the canonical spelling of `receipt`, in hexadecimal."""

    algorithm: Literal["Ed25519"]
    value: str


class SignedReceipt(Outbound):
    """A match's receipt: terms, reports, rulings, and each ledger entry. Keep it as it came."""

    receipt: dict[str, Any]
    signature: ReceiptSignature


class ReceiptKey(Outbound):
    """A public key of ours (hexadecimal) and its name."""

    key_id: str
    algorithm: Literal["Ed25519"]
    public_key: str


class ReceiptKeys(Outbound):
    """With which keys receipts are checked."""

    items: list[ReceiptKey]
