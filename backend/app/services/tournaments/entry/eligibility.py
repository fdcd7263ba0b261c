"""Who may take a seat: as in the queue, and one account of a person in each tournament."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.errors import Conflict, NotAllowed, Refusal
from app.domain.problems import ProblemCode
from app.domain.tournaments.lifecycle import SEATED, ParticipantStatus
from app.models.tournament import Tournament, TournamentParticipant
from app.services.auth import consents, game_names, staff_play
from app.services.conduct import strikes
from app.services.identity import limits as identity
from app.services.ledger import posting
from app.services.payments import payout_holds
from app.services.platform import twins
from app.services.protection import self_exclusion

_WEEK = timedelta(days=7)


def require_may_join(
    session: Session, tournament: Tournament, *, user_id: int, now: datetime
) -> None:
    """Raise the Refusal of a player who may take no seat here, whether or not one is free.

    Suspended, banned and excluded players, who owes money, who has no name in the game, who gave
    back too many seats in a week, and whose other account is in it.
    """
    staff_play.refuse(session, user_id=user_id)
    consents.require_terms(session, user_id=user_id)
    strikes.refuse_suspended(session, user_id=user_id, now=now)
    self_exclusion.refuse_excluded(session, user_id=user_id, now=now)
    if (too_young := identity.age_refusal(session, user_id=user_id)) is not None:
        raise too_young
    owed = posting.balances(session, user_id=user_id).owed
    if owed > 0:
        raise Conflict(
            ProblemCode.MONEY_OWED,
            f"You owe KES {owed:,.2f}. Your next deposit pays that first; then you can join.",
            owed=str(owed),
        )
    game_names.require(session, user_id=user_id, platform=tournament.platform)
    _refuse_leaver(session, user_id=user_id, now=now)
    if second_accounts(session, tournament, user_ids=[user_id], now=now):
        raise NotAllowed(
            ProblemCode.SECOND_ACCOUNT,
            "Somebody is in it who plays on your device or is paid to your number. Each person"
            " takes one seat.",
        )


def refusal(
    session: Session, tournament: Tournament, *, user_id: int, now: datetime
) -> Refusal | None:
    """Return why a player may take no seat here, if something is in the way."""
    try:
        require_may_join(session, tournament, user_id=user_id, now=now)
    except Refusal as error:
        return error
    return None


def second_accounts(
    session: Session, tournament: Tournament, *, user_ids: Collection[int], now: datetime
) -> frozenset[int]:
    """Return who of `user_ids` is the same person as somebody who was in it before them.

    By the rule of the queue: one device, or one number that is paid.
    """
    joined = session.execute(
        select(TournamentParticipant.user_id)
        .where(
            TournamentParticipant.tournament_id == tournament.id,
            TournamentParticipant.status.in_({*SEATED, ParticipantStatus.WAITING}),
        )
        .order_by(TournamentParticipant.joined_at, TournamentParticipant.id)
    )
    order = {user_id: place for place, (user_id,) in enumerate(joined)}
    everybody = {*order, *user_ids}
    related = twins.find_twins(session, user_ids=everybody, now=now)
    last = len(order)
    return frozenset(
        user_id
        for user_id in user_ids
        if any(
            order.get(other, last + 1) < order.get(user_id, last)
            for other in related.get(user_id, frozenset())
        )
    )


def can_pay(session: Session, tournament: Tournament, *, user_id: int, now: datetime) -> bool:
    """Return whether a player's free money covers an entry; their wallet stays locked."""
    if not tournament.entry_fee:
        return True
    available = posting.lock_player_money(session, user_id=user_id).available
    kept = payout_holds.kept_of_matches(session, user_id=user_id, now=now)
    return available - kept >= tournament.entry_fee


def _refuse_leaver(session: Session, *, user_id: int, now: datetime) -> None:
    allowed = get_settings().tournament.leaves_a_week
    moment = func.unnest(TournamentParticipant.left_at).label("moment")
    left = select(moment).where(TournamentParticipant.user_id == user_id).subquery()
    moments = session.scalars(
        select(left.c.moment).where(left.c.moment > now - _WEEK).order_by(left.c.moment)
    ).all()
    if len(moments) > allowed:
        until = moments[-allowed - 1] + _WEEK
        raise Conflict(
            ProblemCode.LEAVES_USED_UP,
            f"You gave back more than {allowed} seats within a week. You can join again later.",
            until=until.isoformat().replace("+00:00", "Z"),
        )
