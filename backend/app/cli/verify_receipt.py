"""Check a match receipt without us: `python -m app.cli.verify_receipt receipt.json keys.json`.

`keys.json` is what `GET /api/v1/receipts/keys` answered once; keep it, and no network is needed.
It needs only `app/domain/canonical.py` (RFC 8785) and the package cryptography. The file must be as
it was downloaded: the same values in another form are refused as well.
"""

import json
import logging
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.domain.canonical import canonical

logger = logging.getLogger(__name__)


class NotOurs(Exception):
    """The file is no receipt of ours, or was changed; the message is the reason."""


def check(file: bytes, keys: dict[str, str]) -> dict[str, Any]:
    """Return the receipt in `file` if it is genuine; raises NotOurs.

    `keys` are public keys (64 hexadecimal digits) by their ids.
    """
    try:
        envelope = json.loads(file)
        receipt, value = envelope["receipt"], envelope["signature"]["value"]
        key, signature = bytes.fromhex(keys[receipt["key_id"]]), bytes.fromhex(value)
        same = canonical(envelope) == file
        message = canonical(receipt)
    except (ValueError, KeyError, TypeError) as error:
        raise NotOurs("It is no receipt, or names a key that is not ours.") from error
    expected = {"algorithm": "Ed25519", "value": signature.hex()}
    if not same or set(envelope) != {"receipt", "signature"} or envelope["signature"] != expected:
        raise NotOurs("It is not in canonical form (RFC 8785): it was changed.")
    if sha256(key).hexdigest()[:16] != receipt["key_id"]:
        raise NotOurs("The key does not fit its id.")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise NotOurs("The signature does not fit: it was changed.") from error
    found: dict[str, Any] = receipt
    return found


def main(arguments: list[str]) -> int:
    """Check one file against our keys and print the result; returns 0 if it is genuine."""
    logging.basicConfig(level="INFO", format="%(message)s")
    if len(arguments) != 2:
        logger.error("usage: verify_receipt receipt.json keys.json")
        return 2
    file, listed = (Path(name).read_bytes() for name in arguments)
    keys = {one["key_id"]: one["public_key"] for one in json.loads(listed)["items"]}
    try:
        receipt = check(file, keys)
    except NotOurs as error:
        logger.error("NOT GENUINE. %s", error)  # noqa: TRY400  # a sentence, not a traceback
        return 1
    logger.info(
        "Genuine: match %s, pot KES %s, result %s.",
        *(receipt[name] for name in ("match_id", "pot", "result")),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
