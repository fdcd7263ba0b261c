"""What every store of evidence does, and how its things are named."""

import hashlib
import re
from typing import Protocol

# match / picture / SHA-256 of the bytes. The hash makes a change visible; the id gives each row
# a file of its own, so that deleting one can never take along what another upload just put there.
_KEY = re.compile(r"matches/[1-9][0-9]{0,18}/[1-9][0-9]{0,18}/[0-9a-f]{64}")


class StoreAway(Exception):
    """The store cannot be reached or does not answer as it should; try again later."""


class NotThere(Exception):
    """The store has nothing under this key, or something else than what was put there."""


class Store(Protocol):
    """Keeps bytes under keys; every method raises StoreAway, and ValueError for no key of ours."""

    def put(self, key: str, data: bytes, *, content_type: str) -> None:
        """Keep `data`; when this returns it is safe. Putting the same again changes nothing."""

    def read(self, key: str) -> bytes:
        """Return what was put; raises NotThere, also when the bytes are not those any more."""

    def exists(self, key: str) -> bool:
        """Say whether there is something."""

    def delete(self, key: str) -> None:
        """Forget it; what is not there is forgotten already."""


def key_of(*, match_id: int, picture_id: int, sha256: bytes) -> str:
    """Return the key of a picture of a match: the id of its row, and the hash of its bytes."""
    return f"matches/{match_id}/{picture_id}/{sha256.hex()}"


def checked(key: str) -> str:
    """Return `key` if we could have made it; raises ValueError. Nothing else reaches a disk."""
    if not _KEY.fullmatch(key):
        msg = "not a key of ours"
        raise ValueError(msg)
    return key


def is_intact(key: str, data: bytes) -> bool:
    """Say whether `data` is what `key` was made for."""
    return hashlib.sha256(data).hexdigest() == key.rsplit("/", 1)[-1]
