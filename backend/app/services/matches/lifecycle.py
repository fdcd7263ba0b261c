"""A match from the moment two players are paired until both are ready to play."""

from datetime import datetime, timedelta

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.core.settings import get_settings
from app.domain.live import LiveType
from app.domain.matches.states import MatchStatus, VerificationState
from app.domain.matchmaking.pairing import Seeker
from app.domain.money import show, split_pot
from app.models.match import Match, MatchmakingQueue
from app.services.ledger import posting
from app.services.matches import access, notifications, terms
from app.services.matches.deadlines import deadlines_of
from app.services.matches.transitions import transition


def open_between(
    session: Session, *, first: Seeker, second: Seeker, now: datetime, origin: str = "queue"
) -> int:
    """Make a match of two locked tickets, move both stakes into its escrow, and notify both.

    Returns the id of the match. Fee, prize and rules are fixed here, by the settings of this
    moment, as are both players' names in the game. The lower of two stakes is played for; what the
    other player staked above it goes back into their wallet.
    """
    settings = get_settings().match
    stake = min(first.wager_amount, second.wager_amount)
    share = split_pot(stake, fee_rate=settings.fee_rate)
    ready_by = now + timedelta(seconds=settings.ready_seconds)
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
            **terms.fixed(session, first=first, second=second, now=now),
            created_at=now,
            due_at=ready_by,
        )
        .returning(Match.id)
    ).scalar_one()
    session.execute(
        update(MatchmakingQueue)
        .where(MatchmakingQueue.id.in_((first.ticket_id, second.ticket_id)))
        .values(match_id=match_id)
    )
    _return_surplus(session, first, second)
    players = (first.user_id, second.user_id)
    posting.lock_stakes(session, match_id=match_id, player_ids=players, amount=stake)
    notifications.found(session, match_id, players, stake=show(stake), ready_by=ready_by, now=now)
    return match_id


def _return_surplus(session: Session, *seekers: Seeker) -> None:
    stake = min(one.wager_amount for one in seekers)
    for one in seekers:
        if one.wager_amount > stake:
            posting.release_stake(
                session,
                ticket_id=one.ticket_id,
                user_id=one.user_id,
                amount=one.wager_amount - stake,
                actor="system:pairing",
                part="surplus",
            )
            broadcast(session, [one.user_id], kind=LiveType.WALLET_CHANGED, topic="wallet", data={})


def make_ready(session: Session, *, match_id: int, user_id: int, now: datetime) -> None:
    """Record that a player is in the lobby; when both are, the match is on and its deadline runs.

    With the first, the other has `ready_answer_seconds` left, so that nobody waits long for
    somebody who is not there; in a tournament they keep the time that it has announced. A repeated
    call changes nothing. Raises Conflict when the match no longer waits for players.
    """
    match, seat = access.lock_as_player(session, match_id=match_id, user_id=user_id)
    if match.status == MatchStatus.ACTIVE:
        return
    if match.status != MatchStatus.PENDING or (match.due_at and match.due_at < now):
        raise access.moved_on(match)
    if seat == 1:
        match.player1_ready_at = match.player1_ready_at or now
    else:
        match.player2_ready_at = match.player2_ready_at or now
    both = match.player1_ready_at and match.player2_ready_at
    if match.due_at and not both and not match.is_stakeless:
        first = match.player1_ready_at or match.player2_ready_at or now
        answer = timedelta(seconds=get_settings().match.ready_answer_seconds)
        match.due_at = min(match.due_at, first + answer)
    if both:
        match.started_at = now
        transition(
            session,
            match,
            VerificationState.IN_PLAY,
            actor=f"user:{user_id}",
            due_at=now + deadlines_of(match).play,
        )
    session.flush()
    notifications.ready(session, match, user_id=user_id, now=now)
