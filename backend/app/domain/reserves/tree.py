"""A Merkle tree over salted balances whose nodes commit both sums, so that no branch can hide.

In the classic sum tree a node commits only the sum that its prover names, and `max(left, right)`
passes every player's check. Here a node commits the sum of each side, and whoever checks adds them
up. Numbers are unsigned 64-bit, big-endian, and below 2**53, so that browsers read them exactly.
An odd node is promoted, never paired with itself. Amounts are in cents of KES.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from struct import Struct
from typing import NamedTuple

LIMIT = 2**53
SNAPSHOT_BYTES = SALT_BYTES = 16
HASH_BYTES = 32

_TAG = b"WWPOL1"
_LEAF, _NODE, _PLAYER, _ROOT = b"\x00" + _TAG, b"\x01" + _TAG, b"\x02", b"\x03" + _TAG
_U64 = Struct(">Q").pack
_U64_TWICE = Struct(">QQ").pack


class Node(NamedTuple):
    """A leaf or a node above: its hash, and the sum of all leaves below it (cents)."""

    hash: bytes
    cents: int


@dataclass(frozen=True)
class Proof:
    """What one player checks: their leaf's place, salt and amount (cents), and the way up.

    `siblings` are from the leaf upwards. On which side each stands follows from `index` and
    `count`; a proof does not say.
    """

    index: int
    count: int
    salt: bytes
    cents: int
    siblings: Sequence[Node]


def leaf(*, snapshot: bytes, index: int, count: int, salt: bytes, player: str, cents: int) -> Node:
    """Return the leaf of `player`, by the name that they see; raises ValueError out of bounds."""
    if len(snapshot) != SNAPSHOT_BYTES or len(salt) != SALT_BYTES:
        raise ValueError("snapshot and salt are 16 bytes")
    if not 0 <= index < count < LIMIT:
        raise ValueError("an index is below the count")
    owner = sha256(_PLAYER + salt + player.encode()).digest()
    place = _U64_TWICE(index, count)
    digest = sha256(_LEAF + snapshot + place + owner + _U64(_bounded(cents))).digest()
    return Node(digest, cents)


def node(left: Node, right: Node) -> Node:
    """Return the node above two; raises ValueError if a sum is out of bounds."""
    message = _NODE + left.hash + _U64(left.cents) + right.hash + _U64(right.cents)
    return Node(sha256(message).digest(), _bounded(left.cents + right.cents))


def root(*, snapshot: bytes, count: int, top: Node) -> bytes:
    """Return what is published: it commits the moment, the number of leaves and their sum."""
    message = _ROOT + snapshot + _U64(count) + top.hash + _U64(top.cents)
    return sha256(message).digest()


def levels(leaves: Sequence[Node]) -> list[list[Node]]:
    """Return all levels from the leaves to the top; raises ValueError without a leaf."""
    if not leaves:
        raise ValueError("a tree has a leaf")
    built = [list(leaves)]
    while len(below := built[-1]) > 1:
        pairs = zip(below[::2], below[1::2], strict=False)
        promoted = below[-1:] if len(below) % 2 else []
        built.append([*(node(left, right) for left, right in pairs), *promoted])
    return built


def steps(index: int, count: int) -> list[tuple[int, int]]:
    """Return (level, position) of each sibling on the way from leaf `index` of `count` to the top.

    A level on which the node is promoted has none.
    """
    found, level = [], 0
    while count > 1:
        sibling = index ^ 1
        if sibling < count:
            found.append((level, sibling))
        index, count, level = index // 2, (count + 1) // 2, level + 1
    return found


def siblings(built: Sequence[Sequence[Node]], index: int) -> list[Node]:
    """Return the siblings of leaf `index` in a tree, from below."""
    return [built[level][position] for level, position in steps(index, len(built[0]))]


def verify(proof: Proof, *, snapshot: bytes, player: str, total: int, published: bytes) -> bool:
    """Return whether `player` is in the tree with exactly this amount (cents).

    `total` (cents) and `published` are the sum and the root of the published record.
    """
    places = steps(proof.index, proof.count) if 0 <= proof.index < proof.count < LIMIT else []
    if len(places) != len(proof.siblings) or any(len(one.hash) != 32 for one in proof.siblings):
        return False
    try:
        top = leaf(
            snapshot=snapshot,
            index=proof.index,
            count=proof.count,
            salt=proof.salt,
            player=player,
            cents=proof.cents,
        )
        for (_, position), sibling in zip(places, proof.siblings, strict=True):
            _bounded(sibling.cents)
            pair = (top, sibling) if position % 2 else (sibling, top)
            top = node(*pair)
    except ValueError:
        return False
    return top.cents == total and root(snapshot=snapshot, count=proof.count, top=top) == published


def _bounded(cents: int) -> int:
    if not 0 <= cents < LIMIT:
        raise ValueError("amounts are from 0 to 2**53 cents")
    return cents
