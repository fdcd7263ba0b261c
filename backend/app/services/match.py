"""A match from the moment two players are paired until both are ready to play."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.core.config import get_settings
from app.domain.errors import Conflict, NotFound
from app.domain.money import show, split_pot
from app.domain.pairing import Seeker
from app.domain.problems import ProblemCode
from app.domain.rating import Rating, win_chance
from app.domain.states import MatchStatus, VerificationState
from app.models.match import Match, MatchmakingQueue, MatchReport
from app.models.user import User
from app.services import ledger

# Letters that nobody confuses when typing them into a lobby: no I, L, O, U, 0 or 1.
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


@dataclass(frozen=True)
class SideView:
    """One side of a match as the other may see it."""

    id: int
    username: str
    cod_username: str | None
    ready: bool
    reported: bool


@dataclass(frozen=True)
class MatchView:
    """A match through the eyes of one viewer; money in KES."""

    id: int
    status: str
    verification_state: str
    wager_amount: Decimal
    pot: Decimal
    fee: Decimal
    prize: Decimal
    title: str
    mode: str
    platform: str
    lobby_code: str
    player1: SideView
    player2: SideView
    my_seat: str | None
    my_outcome: str | None
    winner_id: int | None
    result: str | None
    reason: str | None
    ruling: str | None
    due_at: datetime | None
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None


def open_between(
    session: Session, *, first: Seeker, second: Seeker, now: datetime, origin: str = "queue"
) -> int:
    """Make a match of two locked tickets, move both stakes into its escrow, and tell both.

    Returns the id of the match. Fee and prize are fixed here, by the settings of this moment. The
    lower of two stakes is played for, and what the other staked more is back in his wallet.
    """
    settings = get_settings().match
    stake = min(first.wager_amount, second.wager_amount)
    share = split_pot(stake, fee_rate=settings.fee_rate)
    match_id = session.execute(
        insert(Match)
        .values(
            player1_id=first.user_id,
            player2_id=second.user_id,
            player1_ticket_id=first.ticket_id,
            player2_ticket_id=second.ticket_id,
            player1_waited=int(first.waited_seconds),
            player2_waited=int(second.waited_seconds),
            wager_amount=stake,
            origin=origin,
            rating_gap=abs(first.rating - second.rating),
            win_chance=win_chance(_rating(first), _rating(second)),
            tickets={"player1": _came_with(first, now), "player2": _came_with(second, now)},
            fee_rate=settings.fee_rate,
            fee=share.fee,
            prize=share.prize,
            title=first.title,
            mode=first.mode,
            platform=first.platform,
            lobby_code="".join(secrets.choice(_CODE_LETTERS) for _ in range(6)),
            created_at=now,
            due_at=now + timedelta(seconds=settings.ready_seconds),
        )
        .returning(Match.id)
    ).scalar_one()
    session.execute(
        update(MatchmakingQueue)
        .where(MatchmakingQueue.id.in_((first.ticket_id, second.ticket_id)))
        .values(match_id=match_id)
    )
    _give_surplus_back(session, first, second)
    ledger.lock_stakes(
        session,
        match_id=match_id,
        player_ids=(first.user_id, second.user_id),
        amount=stake,
    )
    tell(session, match_id, (first.user_id, second.user_id), kind="match.found")
    return match_id


def _give_surplus_back(session: Session, *seekers: Seeker) -> None:
    stake = min(one.wager_amount for one in seekers)
    for one in seekers:
        if one.wager_amount > stake:
            ledger.release_stake(
                session,
                ticket_id=one.ticket_id,
                user_id=one.user_id,
                amount=one.wager_amount - stake,
                actor="system:pairing",
                part="surplus",
            )
            broadcast(session, [one.user_id], kind="wallet.changed", topic="wallet", data={})


def _rating(seeker: Seeker) -> Rating:
    return Rating(seeker.rating, seeker.deviation)


def _came_with(seeker: Seeker, now: datetime) -> dict[str, Any]:
    """Write down what a seat was, for who returns to it if the match lapses."""
    return {
        "wager_amount": show(seeker.wager_amount),
        "accept_adjacent": seeker.accept_adjacent,
        "joined_at": (now - timedelta(seconds=seeker.waited_seconds)).isoformat(),
    }


def tell(session: Session, match_id: int, player_ids: tuple[int, int], *, kind: str) -> None:
    """Tell both players that their match changed, once this transaction has committed."""
    broadcast(
        session,
        list(player_ids),
        kind=kind,
        topic=f"match:{match_id}",
        data={"match_id": match_id},
    )


def lock_as_player(session: Session, *, match_id: int, user_id: int) -> tuple[Match, int]:
    """Lock a match for a change by one of its players; return it and his seat (1 or 2).

    Raises NotFound for everybody else, so that strangers cannot probe for matches.
    """
    match = session.execute(
        select(Match).where(Match.id == match_id).with_for_update(key_share=True)
    ).scalar_one_or_none()
    if match is None or user_id not in (match.player1_id, match.player2_id):
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such match of yours.")
    return match, 1 if match.player1_id == user_id else 2


def make_ready(session: Session, *, match_id: int, user_id: int, now: datetime) -> None:
    """Note that a player is in the lobby; when both are, the match is on and its clock runs.

    Asking again changes nothing. Raises Conflict when the match is not waiting any more.
    """
    match, seat = lock_as_player(session, match_id=match_id, user_id=user_id)
    if match.status == MatchStatus.ACTIVE:
        return
    if match.status != MatchStatus.PENDING or (match.due_at and match.due_at < now):
        raise moved_on(match)
    if seat == 1:
        match.player1_ready_at = match.player1_ready_at or now
    else:
        match.player2_ready_at = match.player2_ready_at or now
    if match.player1_ready_at and match.player2_ready_at:
        match.status = MatchStatus.ACTIVE
        match.verification_state = VerificationState.IN_PLAY
        match.started_at = now
        match.due_at = now + timedelta(seconds=get_settings().match.play_seconds)
        match.actor = f"user:{user_id}"
    session.flush()
    tell(session, match_id, players_of(match), kind="match.ready")


def players_of(match: Match) -> tuple[int, int]:
    """Return the user ids of both players, in seat order."""
    return (match.player1_id, match.player2_id)


def moved_on(match: Match) -> Conflict:
    """Build the refusal of a step that came too late."""
    return Conflict(
        ProblemCode.MATCH_MOVED_ON,
        "The match has moved on. Look at it again.",
        match_status=match.status,
    )


def view(session: Session, *, match_id: int, viewer: User) -> MatchView:
    """Return a match as `viewer` may see it: its players and admins only; raises NotFound."""
    match = session.get(Match, match_id, populate_existing=True)
    if match is None or (viewer.id not in players_of(match) and viewer.role != "admin"):
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such match of yours.")
    return views_of(session, matches=[match], viewer_id=viewer.id)[0]


def list_of(
    session: Session, *, user_id: int, status: str | None, before: int | None, rows: int
) -> list[MatchView]:
    """Return up to `rows` of the player's matches older than match `before`, newest first."""
    query = (
        select(Match)
        .where(or_(Match.player1_id == user_id, Match.player2_id == user_id))
        .order_by(Match.id.desc())
        .limit(rows)
    )
    if status is not None:
        query = query.where(Match.status == status)
    if before is not None:
        query = query.where(Match.id < before)
    matches = list(session.scalars(query))
    return views_of(session, matches=matches, viewer_id=user_id)


def views_of(session: Session, *, matches: list[Match], viewer_id: int) -> list[MatchView]:
    """Return several matches as one viewer may see them, with two queries for all of them."""
    ids = [match.id for match in matches]
    people = {
        row.id: row
        for row in session.execute(
            select(User.id, User.username, User.cod_username).where(
                User.id.in_({user_id for match in matches for user_id in players_of(match)})
            )
        )
    }
    said = {
        (row.match_id, row.user_id): row.outcome
        for row in session.execute(
            select(MatchReport.match_id, MatchReport.user_id, MatchReport.outcome)
            .where(MatchReport.match_id.in_(ids))
            .order_by(MatchReport.id)
        )
    }

    def side(match: Match, user_id: int, ready_at: datetime | None) -> SideView:
        return SideView(
            id=user_id,
            username=people[user_id].username,
            cod_username=people[user_id].cod_username,
            ready=ready_at is not None,
            reported=(match.id, user_id) in said,
        )

    return [
        MatchView(
            id=match.id,
            status=match.status,
            verification_state=match.verification_state,
            wager_amount=match.wager_amount,
            pot=match.prize + match.fee,
            fee=match.fee,
            prize=match.prize,
            title=match.title,
            mode=match.mode,
            platform=match.platform,
            lobby_code=match.lobby_code,
            player1=side(match, match.player1_id, match.player1_ready_at),
            player2=side(match, match.player2_id, match.player2_ready_at),
            my_seat=_seat_name(match, viewer_id),
            my_outcome=said.get((match.id, viewer_id)),
            winner_id=match.winner_id,
            result=match.result,
            reason=match.reason,
            ruling=match.note,
            due_at=match.due_at,
            created_at=match.created_at,
            started_at=match.started_at,
            completed_at=match.completed_at,
        )
        for match in matches
    ]


def _seat_name(match: Match, user_id: int) -> str | None:
    if user_id not in players_of(match):
        return None
    return "player1" if user_id == match.player1_id else "player2"
