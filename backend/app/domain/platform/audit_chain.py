"""The audit's hash chain: each entry's hash covers its text and the hash of the entry before.

`hash = SHA256("WWAUD1" ‖ hash before ‖ RFC 8785 JSON)`, and 32 zero bytes stand before the first.
An entry that is changed, put in or left out breaks every hash after it. Cutting off the newest
leaves a valid shorter chain, so count and head are kept outside of the database, too.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.domain.canonical import canonical

GENESIS = bytes(32)
_PURPOSE = b"WWAUD1"


@dataclass(frozen=True)
class Act:
    """What somebody of staff did. `actor` is `staff:<user id>` or `system`, `at` is in UTC."""

    actor: str
    action: str
    subject: str
    at: datetime
    reason: str | None = None
    approver: str | None = None  # the second person, where two had to agree
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    address: str | None = None  # the network address that asked
    detail: dict[str, Any] | None = None  # what else is known


@dataclass(frozen=True)
class Stored:
    """An entry as it stands in the database."""

    seq: int
    text: str
    hash: bytes
    act: Act  # by its columns


@dataclass(frozen=True)
class Head:
    """The end of the chain: how many entries it has, and the hash of the last."""

    count: int = 0
    hash: bytes = GENESIS


class BrokenChain(Exception):
    """An entry is not what was written; the message says which, and how it shows."""


def text_of(act: Act, *, seq: int) -> str:
    """Return the canonical text of an entry; raises TypeError for what has no canonical form.

    `detail` is only there if something is known beyond the rest.
    """
    said: dict[str, Any] = {
        "action": act.action,
        "actor": act.actor,
        "after": act.after,
        "approver": act.approver,
        "at": act.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "before": act.before,
        "ip": act.address,
        "reason": act.reason,
        "seq": seq,
        "subject": act.subject,
    }
    if act.detail:
        said["detail"] = act.detail
    return canonical(said).decode()


def link(before: bytes, text: str) -> bytes:
    """Return the hash of an entry of this text that follows the hash `before`."""
    return hashlib.sha256(_PURPOSE + before + text.encode()).digest()


def verify(entries: Iterable[Stored], *, known: Head | None = None) -> Head:
    """Follow the chain from its first entry and return its end; raises BrokenChain.

    `known` is an end that was written down earlier: the chain must still go through it.
    """
    head = Head()
    for entry in entries:
        if entry.seq != head.count + 1:
            raise BrokenChain(f"entry {head.count + 1} is missing")
        if text_of(entry.act, seq=entry.seq) != entry.text:
            raise BrokenChain(f"entry {entry.seq} says something else than its text")
        if link(head.hash, entry.text) != entry.hash:
            raise BrokenChain(f"entry {entry.seq} has another hash")
        head = Head(entry.seq, entry.hash)
        if known is not None and head.count == known.count and head.hash != known.hash:
            raise BrokenChain(f"entry {entry.seq} is not the one whose hash was written down")
    if known is not None and head.count < known.count:
        raise BrokenChain(f"it ends at {head.count} and had {known.count} entries")
    return head
