"""The money of a tournament: held entry fees, the reserved guarantee, refunds, and prizes.

Each function locks the tournament's row first, and does its part once, however often it is asked.
The caller changes the tournament's status in the same transaction: the database refuses, at COMMIT,
one that is published without its guarantee, cancelled with money in escrow, or paid without prizes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.domain.errors import Conflict, InsufficientBalance
from app.domain.ledger import movement_reasons
from app.domain.live import LiveType
from app.domain.problems import ProblemCode
from app.domain.tournaments.lifecycle import BEFORE_SEEDS, EntryState, TournamentStatus
from app.models.tournament import Tournament, TournamentEntry, TournamentPrize
from app.services.ledger import tournament_postings
from app.services.ledger.tournament_postings import Fee


@dataclass(frozen=True)
class Prize:
    """What a participant is paid (KES), and for which place; shared if `place_last` is above."""

    user_id: int
    place_first: int
    place_last: int
    amount: Decimal


def hold_entry(session: Session, tournament: Tournament, *, user_id: int, now: datetime) -> int:
    """Take the entry fee out of a player's wallet, and return the id of the new entry.

    Raises InsufficientBalance, after which the transaction can only be rolled back. The caller sees
    to it that the player has no open entry, and that the money may be staked.
    """
    _lock(session, tournament.id)
    entry = TournamentEntry(
        tournament_id=tournament.id,
        user_id=user_id,
        prize_part=tournament.prize_part,
        house_part=tournament.house_part,
        created_at=now,
    )
    session.add(entry)
    session.flush()
    if tournament.entry_fee > 0:
        tournament_postings.open_escrow(session, tournament_id=tournament.id)
        fee = Fee(entry.id, user_id, tournament.entry_fee)
        tournament_postings.hold_fee(session, fee, tournament_id=tournament.id)
        _tell(session, [user_id])
    return entry.id


def refund_entry(session: Session, *, entry_id: int, actor: str, now: datetime) -> bool:
    """Give the fee of one entry back; False if it is not held any more.

    What the player reads comes from `actor` and from their status in the tournament: left, absent,
    removed; an actor that ends in `:moved` says that the start was moved.
    """
    tournament_id = session.scalars(
        select(TournamentEntry.tournament_id).where(TournamentEntry.id == entry_id)
    ).one()
    _lock(session, tournament_id)
    return _refund(session, tournament_id, actor, now, entry_id=entry_id) == 1


def refund_all(session: Session, tournament: Tournament, *, actor: str, now: datetime) -> int:
    """Give every fee that is still held back, because the tournament is cancelled; return how many.

    A sweep that cancels one before its field stands does so for want of players.
    """
    _lock(session, tournament.id)
    by_itself = not actor.startswith(("user:", "admin:"))
    why = (
        movement_reasons.TOO_FEW
        if by_itself and tournament.status in BEFORE_SEEDS
        else movement_reasons.TOURNAMENT_CANCELLED
    )
    return _refund(session, tournament.id, f"{actor}:{why}", now)


def reserve_guarantee(session: Session, tournament: Tournament, *, actor: str) -> None:
    """Move the whole guarantee from the sponsor into the escrow of a tournament that is published.

    Raises Conflict if the sponsor does not have it.
    """
    _lock(session, tournament.id)
    tournament_postings.open_escrow(session, tournament_id=tournament.id)
    try:
        tournament_postings.reserve_guarantee(
            session, tournament_id=tournament.id, amount=tournament.guarantee, actor=actor
        )
    except InsufficientBalance as error:
        raise Conflict(
            ProblemCode.SPONSOR_SHORT,
            "The sponsor's account does not hold this guarantee. Fund it first.",
        ) from error


def release_guarantee(session: Session, tournament: Tournament, *, actor: str) -> None:
    """Give the sponsor the guarantee of a tournament that is cancelled back."""
    _lock(session, tournament.id)
    tournament_postings.release_guarantee(
        session, tournament_id=tournament.id, amount=tournament.guarantee, actor=actor
    )


def pool(session: Session, tournament: Tournament) -> Decimal:
    """Return what would be paid out now (KES): all prize parts, or a guarantee above them."""
    entries = _open_entries(session, tournament.id)
    return max(tournament.guarantee, sum((one.prize_part for one in entries), Decimal(0)))


def pay_prizes(
    session: Session,
    tournament: Tournament,
    *,
    prizes: Sequence[Prize],
    actor: str,
    now: datetime,
) -> bool:
    """Spend all held entries and pay the whole pool, all in one posting; False if it was paid.

    The prizes make up `pool`; the house gets its parts, the sponsor what was not needed.
    """
    status = _lock(session, tournament.id)
    if status in {TournamentStatus.PAID, TournamentStatus.ARCHIVED} or _has_prizes(
        session, tournament.id
    ):
        return False
    entries = _open_entries(session, tournament.id)
    collected = sum((one.prize_part for one in entries), Decimal(0))
    session.execute(
        update(TournamentEntry)
        .where(TournamentEntry.id.in_([one.id for one in entries]))
        .values(state=EntryState.SPENT, ended_at=now)
    )
    paid = [prize for prize in prizes if prize.amount > 0]
    session.add_all(
        TournamentPrize(
            tournament_id=tournament.id,
            user_id=prize.user_id,
            place_first=prize.place_first,
            place_last=prize.place_last,
            amount=prize.amount,
            created_at=now,
        )
        for prize in paid
    )
    session.flush()
    tournament_postings.pay_prizes(
        session,
        tournament_id=tournament.id,
        prizes={prize.user_id: prize.amount for prize in paid},
        house=sum((one.house_part for one in entries), Decimal(0)),
        unused=min(tournament.guarantee, collected),
        actor=actor,
    )
    _tell(session, [prize.user_id for prize in paid])
    return True


def _lock(session: Session, tournament_id: int) -> str:
    """Lock a tournament's row until the end of the transaction, and return its status."""
    session.flush()
    locked = select(Tournament.status).where(Tournament.id == tournament_id)
    return session.scalars(locked.with_for_update(key_share=True)).one()


def _refund(
    session: Session, tournament_id: int, actor: str, now: datetime, entry_id: int | None = None
) -> int:
    held = update(TournamentEntry).where(
        TournamentEntry.tournament_id == tournament_id, TournamentEntry.state == EntryState.HELD
    )
    if entry_id is not None:
        held = held.where(TournamentEntry.id == entry_id)
    rows = session.scalars(
        held.values(state=EntryState.REFUNDED, ended_at=now).returning(TournamentEntry)
    ).all()
    fees = [
        Fee(one.id, one.user_id, one.prize_part + one.house_part)
        for one in sorted(rows, key=lambda one: one.id)
    ]
    costly = [fee for fee in fees if fee.amount > 0]
    if costly:
        tournament_postings.refund_fees(session, costly, tournament_id=tournament_id, actor=actor)
        _tell(session, [fee.user_id for fee in costly])
    return len(fees)


def _open_entries(session: Session, tournament_id: int) -> Sequence[TournamentEntry]:
    return session.scalars(
        select(TournamentEntry)
        .where(
            TournamentEntry.tournament_id == tournament_id,
            TournamentEntry.state != EntryState.REFUNDED,
        )
        .execution_options(populate_existing=True)
    ).all()


def _has_prizes(session: Session, tournament_id: int) -> bool:
    found = select(TournamentPrize.user_id).where(TournamentPrize.tournament_id == tournament_id)
    return session.scalars(found.limit(1)).first() is not None


def _tell(session: Session, user_ids: Sequence[int]) -> None:
    broadcast(session, user_ids, kind=LiveType.WALLET_CHANGED, topic="wallet", data={})
