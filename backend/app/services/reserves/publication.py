"""Publish one record an hour: a snapshot of all players' money, its tree, signed and chained."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from app.core import signing
from app.domain.canonical import canonical
from app.domain.reserves import tree
from app.domain.reserves.record import LEAVES_KEPT, Body, body_of, hash_of, hour_of
from app.domain.reserves.tree import Node
from app.models.reserves import ReserveLeaf, ReserveLevel, ReserveRecord
from app.services.platform import alerts
from app.services.reserves import balances, mpesa
from app.services.reserves.balances import Books, Share

_LEAVES = text(
    """
INSERT INTO reserve_leaves
  (number, user_id, place, cents, in_play_cents, withdrawing_cents, salt)
SELECT :number, user_id, :begin + at - 1, cents, in_play, withdrawing,
       substring(CAST(:salts AS bytea) FROM 16 * (at::int - 1) + 1 FOR 16)
FROM unnest(CAST(:users AS bigint[]), CAST(:cents AS bigint[]), CAST(:in_play AS bigint[]),
            CAST(:withdrawing AS bigint[]))
  WITH ORDINALITY AS leaf (user_id, cents, in_play, withdrawing, at)
"""
)
_PORTION = 10_000  # leaves a statement: an array of all would be one text of many megabytes


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt: `number` of a new record; else why there is none (KES)."""

    number: int | None = None
    difference: Decimal = Decimal(0)
    drifted: int = 0

    @property
    def is_refused(self) -> bool:
        """Whether the ledger and the players' money differ, so that nothing was published."""
        return self.difference != 0 or self.drifted > 0


def is_due(session: Session, *, now: datetime) -> bool:
    """Return whether to publish now: this hour has no record, and M-Pesa's balance is in."""
    newest = session.scalar(select(func.max(ReserveRecord.hour)))
    if newest is not None and newest >= hour_of(now):
        return False
    return mpesa.is_ready(session, now=now)


def publish(session: Session, *, now: datetime) -> Outcome:
    """Publish the record of this hour, unless it is there or the sums do not agree.

    The transaction must not have read anything yet: it becomes one snapshot of the database.
    """
    balances.begin_snapshot(session)
    last = session.scalars(
        select(ReserveRecord).order_by(ReserveRecord.number.desc()).limit(1)
    ).one_or_none()
    if last is not None and last.hour >= hour_of(now):
        return Outcome()
    books = balances.read(session)
    if not books.are_right:
        return Outcome(difference=books.difference, drifted=len(books.drifted))
    if not books.shares:
        return Outcome()  # nobody has an account yet
    number = 1 if last is None else last.number + 1
    snapshot = secrets.token_bytes(tree.SNAPSHOT_BYTES)
    shares = _shuffled(books)
    salts = secrets.token_bytes(tree.SALT_BYTES * len(shares))
    built = tree.levels(_leaves(shares, salts, snapshot))
    body = body_of(
        books.figures,
        number=number,
        snapshot=snapshot,
        root=tree.root(snapshot=snapshot, count=len(shares), top=built[-1][0]),
        previous=None if last is None else last.hash,
        balance=mpesa.last_balance(session),
        key_id=signing.key_id(),
        at=now,
    )
    _add_record(session, body, previous=None if last is None else last.hash, now=now)
    _add_tree(session, number, shares, salts, built)
    return Outcome(number=number)


def report(session: Session, outcome: Outcome, *, now: datetime) -> None:
    """Raise an alert about a record that was not published because the sums differ."""
    alerts.raise_alert(
        session,
        kind="reserves_differ",
        subject="reserves",
        now=now,
        difference=outcome.difference,
        drifted=outcome.drifted,
    )


def delete_old(session: Session, *, now: datetime) -> None:
    """Delete the trees of records older than two days; the records stay.

    By the database's clock they are older than one, or it would refuse (`keep_young_reserves`).
    """
    last = session.scalar(
        select(func.max(ReserveRecord.number)).where(
            ReserveRecord.at < now - LEAVES_KEPT,
            ReserveRecord.at < func.clock_timestamp() - timedelta(hours=24),
        )
    )
    if last is not None:
        for table in (ReserveLeaf, ReserveLevel):
            session.execute(delete(table).where(table.number <= last))


def _shuffled(books: Books) -> list[Share]:
    # Anew each hour: whose place is beside whose must not be the same in two records.
    shares = list(books.shares)
    secrets.SystemRandom().shuffle(shares)
    return shares


def _leaves(shares: list[Share], salts: bytes, snapshot: bytes) -> list[Node]:
    return [
        tree.leaf(
            snapshot=snapshot,
            index=place,
            count=len(shares),
            salt=salts[16 * place : 16 * place + 16],
            player=share.username,
            cents=share.cents,
        )
        for place, share in enumerate(shares)
    ]


def _add_record(session: Session, body: Body, *, previous: bytes | None, now: datetime) -> None:
    message = canonical(body)
    session.add(
        ReserveRecord(
            number=body["number"],
            hour=hour_of(now),
            at=now,
            body=message.decode(),
            hash=hash_of(body),
            previous=previous,
            signature=bytes.fromhex(signing.sign(message)),
        )
    )
    session.flush()


def _add_tree(
    session: Session, number: int, shares: list[Share], salts: bytes, built: list[list[Node]]
) -> None:
    columns = {"users": "user_id", "cents": "cents", "in_play": "in_play"}
    columns["withdrawing"] = "withdrawing"
    for begin in range(0, len(shares), _PORTION):
        portion = shares[begin : begin + _PORTION]
        terms = {
            name: [getattr(share, column) for share in portion] for name, column in columns.items()
        }
        own_salts = salts[16 * begin : 16 * (begin + len(portion))]
        session.execute(_LEAVES, {**terms, "number": number, "salts": own_salts, "begin": begin})
    for level, nodes in enumerate(built):
        packed = b"".join(one.hash + one.cents.to_bytes(8, "big") for one in nodes)
        session.add(ReserveLevel(number=number, level=level, nodes=packed))
    session.flush()
