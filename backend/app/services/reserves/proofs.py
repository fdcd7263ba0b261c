"""Read what was published: records, and a player's own leaf with the way from it to the root."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.domain.problems import ProblemCode
from app.domain.reserves import tree
from app.models.reserves import ReserveLeaf, ReserveLevel, ReserveRecord

_NODE_BYTES = tree.HASH_BYTES + 8


@dataclass(frozen=True)
class Sibling:
    """A node beside the way: its hash, and the sum below it (KES)."""

    hash: str
    amount: Decimal


@dataclass(frozen=True)
class OwnProof:
    """A player's own part of a record (KES), and what they need to check it."""

    number: int
    place: int
    salt: str
    amount: Decimal
    available: Decimal
    in_play: Decimal
    withdrawing: Decimal
    siblings: list[Sibling]


def latest(session: Session, *, before: int | None, rows: int) -> list[ReserveRecord]:
    """Return up to `rows` records, the newest first, from below the number `before`."""
    found = select(ReserveRecord).order_by(ReserveRecord.number.desc()).limit(rows)
    if before is not None:
        found = found.where(ReserveRecord.number < before)
    return list(session.scalars(found))


def get(session: Session, *, number: int) -> ReserveRecord:
    """Return one record; raises NotFound."""
    found = session.get(ReserveRecord, number)
    if found is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such record.")
    return found


def own_proof(session: Session, *, number: int, user_id: int) -> OwnProof:
    """Return a player's leaf of a record and its siblings.

    Raises NotFound: there is no such record, it is too old to be checked, or the player is not in
    it, each with a code of its own.
    """
    get(session, number=number)
    first = select(func.octet_length(ReserveLevel.nodes)).where(
        ReserveLevel.number == number, ReserveLevel.level == 0
    )
    length = session.scalars(first).one_or_none()
    if length is None:
        raise NotFound(
            ProblemCode.RESERVES_GONE, "This count is too old to be checked: take a newer one."
        )
    leaf = session.get(ReserveLeaf, (number, user_id))
    if leaf is None:
        raise NotFound(ProblemCode.NOT_IN_RESERVES, "You are not in this count.")
    siblings = [
        _node(session, number, level, place)
        for level, place in tree.steps(leaf.place, length // _NODE_BYTES)
    ]
    available = leaf.cents - leaf.in_play_cents - leaf.withdrawing_cents
    return OwnProof(
        number=number,
        place=leaf.place,
        salt=leaf.salt.hex(),
        amount=_kes(leaf.cents),
        available=_kes(available),
        in_play=_kes(leaf.in_play_cents),
        withdrawing=_kes(leaf.withdrawing_cents),
        siblings=siblings,
    )


def _node(session: Session, number: int, level: int, place: int) -> Sibling:
    """Read one node out of its level, without the megabytes around it."""
    packed = session.scalars(
        select(func.substring(ReserveLevel.nodes, place * _NODE_BYTES + 1, _NODE_BYTES)).where(
            ReserveLevel.number == number, ReserveLevel.level == level
        )
    ).one()
    node = bytes(packed)
    cents = int.from_bytes(node[tree.HASH_BYTES :], "big")
    return Sibling(node[: tree.HASH_BYTES].hex(), _kes(cents))


def _kes(cents: int) -> Decimal:
    return Decimal(cents) / 100
