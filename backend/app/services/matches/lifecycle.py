"""A match from the moment two players are paired until both are ready to play."""

from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.core.settings import get_settings
from app.domain.errors import Conflict, NotFound
from app.domain.matches.states import MatchStatus, VerificationState
from app.domain.matchmaking.pairing import Seeker
from app.domain.money import split_pot
from app.domain.problems import ProblemCode
from app.models.match import Match, MatchmakingQueue
from app.models.user import User
from app.services.ledger import posting as ledger
from app.services.matches import terms as match_terms


def open_between(
    session: Session, *, first: Seeker, second: Seeker, now: datetime, origin: str = "queue"
) -> int:
    """Make a match of two locked tickets, move both stakes into its escrow, and tell both.

    Returns the id of the match. Fee, prize and all rules are fixed here, by the settings of this
    moment; so is who both are in the game. The lower of two stakes is played for, and what the
    other staked more is back in his wallet.
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
            fee_rate=settings.fee_rate,
            fee=share.fee,
            prize=share.prize,
            title=first.title,
            mode=first.mode,
            platform=first.platform,
            origin=origin,
            **match_terms.fixed(session, first=first, second=second, now=now),
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
    players = (first.user_id, second.user_id)
    ledger.lock_stakes(session, match_id=match_id, player_ids=players, amount=stake)
    tell(session, match_id, players, kind="match.found")
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


def tell(session: Session, match_id: int, player_ids: tuple[int, int], *, kind: str) -> None:
    """Tell both players that their match changed, once this transaction has committed."""
    broadcast(
        session,
        list(player_ids),
        kind=kind,
        topic=f"match:{match_id}",
        data={"match_id": match_id},
    )


def remind(session: Session, match_id: int, user_ids: list[int]) -> None:
    """Tell who is silent that the other has reported and the clock runs."""
    data = {"match_id": match_id}
    broadcast(session, user_ids, kind="match.reminder", topic=f"match:{match_id}", data=data)


def seen_by(session: Session, *, match_id: int, viewer: User) -> Match:
    """Return a match as it is now, to its players and admins; raises NotFound for all others."""
    match = session.get(Match, match_id, populate_existing=True)
    if match is None or (viewer.id not in players_of(match) and viewer.role != "admin"):
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such match of yours.")
    return match


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
