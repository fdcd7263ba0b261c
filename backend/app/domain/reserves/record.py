"""What is published each hour: one flat JSON object in canonical form, chained by its hash.

Flat and without numbers but counts, so that a browser spells it as we do with its keys sorted.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from app.domain.canonical import canonical
from app.domain.money import show

FORMAT = "wagewars.reserves.v1"
GENESIS = "0" * 64
LEAVES_KEPT = timedelta(hours=48)
BALANCE_PATIENCE = timedelta(minutes=5)  # then the last balance that M-Pesa told is published
BALANCE_IS_FRESH = timedelta(minutes=15)  # an older one is asked for anew

Body = dict[str, str | int | None]


@dataclass(frozen=True)
class MpesaBalance:
    """What M-Pesa said is in the accounts that pay players (KES), and of which moment."""

    amount: Decimal
    at: datetime


@dataclass(frozen=True)
class Figures:
    """The sums of one snapshot (KES).

    `total` is all players' money, `in_play` and `withdrawing` are parts of it. `set_aside` belongs
    to players as well, and to none of them yet: guaranteed prizes, payments whose payer is not
    known, and prizes that were taken back for others. `in_books` is what our ledger has at M-Pesa.
    """

    players: int
    total: Decimal
    in_play: Decimal
    withdrawing: Decimal
    set_aside: Decimal
    in_books: Decimal


def hour_of(moment: datetime) -> datetime:
    """Return when the hour of `moment` began, in UTC."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def body_of(
    figures: Figures,
    *,
    number: int,
    snapshot: bytes,
    root: bytes,
    previous: bytes | None,
    balance: MpesaBalance | None,
    key_id: str,
    at: datetime,
) -> Body:
    """Return the record to be signed; `previous` is the hash of the record before, if any."""
    return {
        "format": FORMAT,
        "key_id": key_id,
        "number": number,
        "at": _moment(at),
        "snapshot": snapshot.hex(),
        "players": figures.players,
        "currency": "KES",
        "total": show(figures.total),
        "in_play": show(figures.in_play),
        "withdrawing": show(figures.withdrawing),
        "set_aside": show(figures.set_aside),
        "in_books": show(figures.in_books),
        "mpesa_balance": None if balance is None else show(balance.amount),
        "mpesa_balance_at": None if balance is None else _moment(balance.at),
        "root": root.hex(),
        "previous": GENESIS if previous is None else previous.hex(),
    }


def hash_of(body: Body) -> bytes:
    """Return the SHA-256 of a record's canonical form, which the next record names."""
    return sha256(canonical(body)).digest()


def wants_new_balance(asked_at: datetime, *, now: datetime) -> bool:
    """Return whether M-Pesa is to be asked for the next record; `asked_at` was the last time."""
    return asked_at < now - BALANCE_IS_FRESH


def has_waited(asked_at: datetime, answered_at: datetime | None, *, now: datetime) -> bool:
    """Return whether to publish now: M-Pesa has answered since it was asked, or takes too long."""
    return (answered_at is not None and answered_at >= asked_at) or (
        now >= asked_at + BALANCE_PATIENCE
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
