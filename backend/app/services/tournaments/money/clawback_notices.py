"""What players are told when a prize is taken back: who had it, and those who move up by it."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from app.domain.money import show
from app.domain.notifications.kinds import Kind
from app.models.tournament import Tournament
from app.services.tournaments import telling


def taken_back(
    session: Session,
    tournament: Tournament,
    *,
    user_id: int,
    amount: Decimal,
    taken: Decimal,
    clawback_id: int,
    now: datetime,
) -> None:
    """Tell somebody that `amount` was taken back: `taken` out of the wallet, the rest they owe."""
    kind, values = Kind.TOURNAMENT_DISQUALIFIED, {}
    if amount:
        kind = Kind.TOURNAMENT_PRIZE_TAKEN
        values = {"amount": show(amount), "taken": show(taken), "owed": show(amount - taken)}
    event = f"clawback:{clawback_id}"
    telling.tell(session, tournament, kind, user_ids=[user_id], event=event, values=values, now=now)


def moved_up(
    session: Session,
    tournament: Tournament,
    *,
    user_id: int,
    place: tuple[int, int],
    more: Decimal,
    clawback_id: int,
    now: datetime,
) -> None:
    """Tell somebody their place by now, and how much more is theirs as it is recovered."""
    first, last = place
    kind, event = Kind.TOURNAMENT_MOVED_UP, f"clawback:{clawback_id}"
    values = {"place": str(first) if first == last else f"{first}-{last}"}
    if more:
        kind, values["amount"] = Kind.TOURNAMENT_PRIZE_RAISED, show(more)
    telling.tell(session, tournament, kind, user_ids=[user_id], event=event, values=values, now=now)


def upgrade_paid(
    session: Session,
    tournament: Tournament,
    *,
    user_id: int,
    amount: Decimal,
    payment_id: int,
    now: datetime,
) -> None:
    """Tell somebody that a part of what they moved up by came into their wallet."""
    kind, event, values = (
        Kind.TOURNAMENT_RAISE_PAID,
        f"upgrade:{payment_id}",
        {"amount": show(amount)},
    )
    telling.tell(session, tournament, kind, user_ids=[user_id], event=event, values=values, now=now)
