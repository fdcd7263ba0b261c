"""Proof of reserves on the wire."""

from typing import Literal

from app.schemas.base import MomentOut, MoneyOut, Outbound


class ReserveRecord(Outbound):
    """What belonged to players at one moment (KES), and what M-Pesa said is there to pay it.

    `total` is the sum of all leaves under `root`; `in_play` and `withdrawing` are parts of it.
    `set_aside` is owed to players as well and assigned to none of them yet. `in_books` is what our
    ledger has at M-Pesa at that moment, `mpesa_balance` what M-Pesa itself said, at its own moment.
    `previous` is the hash of the record before, 64 zeros in the first.
    """

    format: Literal["wagewars.reserves.v1"]
    key_id: str
    number: int
    at: MomentOut
    snapshot: str
    players: int
    currency: Literal["KES"]
    total: MoneyOut
    in_play: MoneyOut
    withdrawing: MoneyOut
    set_aside: MoneyOut
    in_books: MoneyOut
    mpesa_balance: MoneyOut | None
    mpesa_balance_at: MomentOut | None
    root: str
    previous: str


class SignedReserves(Outbound):
    """A record, the SHA-256 of its canonical spelling, and our Ed25519 signature over that text."""

    record: ReserveRecord
    hash: str
    signature: str


class ReserveList(Outbound):
    """Records, the newest first."""

    items: list[SignedReserves]
    next_cursor: str | None


class ReserveSibling(Outbound):
    """A node beside the way from a leaf to the root: its hash, and the sum below it."""

    hash: str
    amount: MoneyOut


class ReserveProof(Outbound):
    """A player's part of a record, and what shows that it is in there.

    The leaf is of `amount`, of which `available`, `in_play` and `withdrawing` are the parts.
    """

    number: int
    place: int
    salt: str
    amount: MoneyOut
    available: MoneyOut
    in_play: MoneyOut
    withdrawing: MoneyOut
    siblings: list[ReserveSibling]
