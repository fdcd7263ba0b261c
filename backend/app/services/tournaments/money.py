"""Stand-in until the ledger's part is merged: entries without their money."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models.tournament import Tournament, TournamentEntry


def hold_entry(session: Session, tournament: Tournament, *, user_id: int, now: datetime) -> int:
    """Record an entry."""
    row = TournamentEntry(
        tournament_id=tournament.id,
        user_id=user_id,
        prize_part=tournament.prize_part,
        house_part=tournament.house_part,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def refund_entry(session: Session, *, entry_id: int, actor: str, now: datetime) -> bool:
    """Mark an entry as refunded."""
    done = session.execute(
        update(TournamentEntry)
        .where(TournamentEntry.id == entry_id, TournamentEntry.state == "held")
        .values(state="refunded", ended_at=now)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def refund_all(session: Session, tournament: Tournament, *, actor: str, now: datetime) -> int:
    """Mark every held entry as refunded."""
    ids = session.scalars(
        select(TournamentEntry.id).where(
            TournamentEntry.tournament_id == tournament.id, TournamentEntry.state == "held"
        )
    ).all()
    return sum(refund_entry(session, entry_id=one, actor=actor, now=now) for one in ids)


def reserve_guarantee(session: Session, tournament: Tournament, *, actor: str) -> Any:
    """Reserve nothing."""


def release_guarantee(session: Session, tournament: Tournament, *, actor: str) -> Any:
    """Release nothing."""
