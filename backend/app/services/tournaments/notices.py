"""What the participants of a tournament are told: one function for each event.

Every notice is written in the transaction of its event, and once however often that is handled.
Amounts (KES) are what the caller has just held, given back or paid.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from app.domain.money import show
from app.domain.notifications.kinds import Kind
from app.domain.tournaments.reasons import Why
from app.models.tournament import Tournament
from app.services.tournaments import telling


def check_in_open(
    session: Session, tournament: Tournament, *, user_ids: Iterable[int], now: datetime
) -> None:
    """Tell who has a seat that check-in is open."""
    until = {"until": tournament.start_date.isoformat()}
    telling.tell(
        session,
        tournament,
        Kind.TOURNAMENT_CHECK_IN,
        user_ids=user_ids,
        event="check_in",
        values=until,
        now=now,
    )


def check_in_closing(
    session: Session, tournament: Tournament, *, user_ids: Iterable[int], now: datetime
) -> None:
    """Tell who has a seat and has not checked in that little time is left to do so."""
    kind, until = Kind.TOURNAMENT_CHECK_IN_CLOSING, {"until": tournament.start_date.isoformat()}
    telling.tell(
        session,
        tournament,
        kind,
        user_ids=user_ids,
        event="check_in_closing",
        values=until,
        now=now,
    )


def promoted(
    session: Session, tournament: Tournament, *, user_id: int, entry_id: int, now: datetime
) -> None:
    """Tell somebody of the waiting list that they have a seat, for which entry `entry_id` is held.

    Free tournaments hold entries of nothing.
    """
    values = {"amount": show(tournament.entry_fee), "until": tournament.start_date.isoformat()}
    event = f"promoted:{entry_id}"
    telling.tell(
        session,
        tournament,
        Kind.TOURNAMENT_PROMOTED,
        user_ids=[user_id],
        event=event,
        values=values,
        now=now,
    )


def skipped(session: Session, tournament: Tournament, *, user_id: int, now: datetime) -> None:
    """Tell somebody of the waiting list, the first time, that their wallet is short of the fee."""
    values = {"amount": show(tournament.entry_fee)}
    telling.tell(
        session,
        tournament,
        Kind.TOURNAMENT_SKIPPED,
        user_ids=[user_id],
        event="skipped",
        values=values,
        now=now,
    )


def moved(
    session: Session,
    tournament: Tournament,
    *,
    user_ids: Iterable[int],
    old: datetime,
    new: datetime,
    now: datetime,
) -> None:
    """Tell who takes part, or waits to, that the start is moved."""
    values = {"at": new.isoformat(), "was": old.isoformat()}
    event = f"moved:{tournament.version}:{int(new.timestamp())}"
    telling.tell(
        session,
        tournament,
        Kind.TOURNAMENT_MOVED,
        user_ids=user_ids,
        event=event,
        values=values,
        now=now,
    )


def cancelled(
    session: Session,
    tournament: Tournament,
    *,
    user_id: int,
    amount: Decimal,
    why: Why,
    now: datetime,
) -> None:
    """Tell somebody that there will be no tournament, and that `amount` came back to them."""
    kind, back = Kind.TOURNAMENT_CANCELLED, (amount, why)
    _tell_of_money_back(session, tournament, kind, "cancelled", back, user_id=user_id, now=now)


def refunded(
    session: Session,
    tournament: Tournament,
    *,
    user_id: int,
    amount: Decimal,
    why: Why,
    now: datetime,
) -> None:
    """Tell somebody that it begins without them, and how much of their entry came back."""
    kind, back = Kind.TOURNAMENT_REFUNDED, (amount, why)
    _tell_of_money_back(session, tournament, kind, "not_in", back, user_id=user_id, now=now)


def removed(
    session: Session,
    tournament: Tournament,
    *,
    user_id: int,
    amount: Decimal,
    why: Why,
    now: datetime,
) -> None:
    """Tell somebody that they were taken out, and how much of their entry came back."""
    kind, back = Kind.TOURNAMENT_REMOVED, (amount, why)
    _tell_of_money_back(session, tournament, kind, "removed", back, user_id=user_id, now=now)


def matches_open(
    session: Session,
    tournament: Tournament,
    called: Mapping[int, tuple[int, int]],
    *,
    until: datetime,
    now: datetime,
) -> None:
    """Call both to their match, which they lose unless they are ready before `until`.

    `called` are the players by the id of their match.
    """
    telling.call(session, tournament, called, values={"until": until.isoformat()}, now=now)


def replayed(
    session: Session,
    tournament: Tournament,
    *,
    player_ids: tuple[int, int],
    row_id: int,
    now: datetime,
) -> None:
    """Tell both that what they played does not stand: `row_id` is that row of the matches."""
    kind, event = Kind.TOURNAMENT_REPLAYED, f"replayed:{row_id}"
    telling.tell_both(
        session,
        tournament,
        kind,
        player_ids=player_ids,
        event=event,
        values={},
        now=now,
    )


def reinstated(session: Session, tournament: Tournament, *, user_id: int, now: datetime) -> None:
    """Tell somebody that staff took their disqualification back."""
    kind, event = Kind.TOURNAMENT_REINSTATED, f"reinstated:{tournament.version}"
    telling.tell(session, tournament, kind, user_ids=[user_id], event=event, values={}, now=now)


def reopened(
    session: Session, tournament: Tournament, *, player_ids: tuple[int, int], now: datetime
) -> None:
    """Tell the first of the two that the match which they had without playing is to be played."""
    event = f"reopened:{tournament.version}"
    telling.tell_of_match(session, tournament, player_ids=player_ids, event=event, now=now)


def out(
    session: Session,
    tournament: Tournament,
    *,
    user_ids: Iterable[int],
    place: tuple[int, int],
    now: datetime,
) -> None:
    """Tell who is out their place: the first and the last that they share."""
    values = {"place": _show(place)}
    event = f"out:{values['place']}"
    telling.tell(
        session,
        tournament,
        Kind.TOURNAMENT_OUT,
        user_ids=user_ids,
        event=event,
        values=values,
        now=now,
    )


def finished(
    session: Session,
    tournament: Tournament,
    *,
    user_id: int,
    place: tuple[int, int],
    prize: Decimal | None,
    now: datetime,
) -> None:
    """Tell somebody that all is played, their place, and the prize that it will pay if it stays."""
    values = {"place": _show(place)}
    kind, event = Kind.TOURNAMENT_FINISHED, f"finished:{values['place']}"
    if prize:
        kind, event = Kind.TOURNAMENT_PRIZE_DUE, f"{event}:{prize}"
        values["amount"] = show(prize)
    telling.tell(session, tournament, kind, user_ids=[user_id], event=event, values=values, now=now)


def prize_paid(
    session: Session,
    tournament: Tournament,
    *,
    user_id: int,
    amount: Decimal,
    place: tuple[int, int],
    now: datetime,
) -> None:
    """Tell somebody that their prize came into their wallet."""
    values = {"place": _show(place), "amount": show(amount)}
    telling.tell(
        session,
        tournament,
        Kind.TOURNAMENT_PRIZE_PAID,
        user_ids=[user_id],
        event="paid",
        values=values,
        now=now,
    )


def _tell_of_money_back(
    session: Session,
    tournament: Tournament,
    kind: Kind,
    event: str,
    back: tuple[Decimal, Why],
    *,
    user_id: int,
    now: datetime,
) -> None:
    amount, why = back
    values = {"amount": show(amount), "why": why.value}
    telling.tell(session, tournament, kind, user_ids=[user_id], event=event, values=values, now=now)


def _show(place: tuple[int, int]) -> str:
    first, last = place
    return str(first) if first == last else f"{first}-{last}"
