"""A player's own part in tournaments: what they are there, and what they may do now."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import InsufficientBalance
from app.domain.problems import ProblemCode
from app.domain.tournaments.lifecycle import (
    BEFORE_SEEDS,
    GONE,
    PHASES,
    EntryState,
    ParticipantStatus,
    Phase,
    TournamentStatus,
)
from app.models.tournament import (
    Tournament,
    TournamentEntry,
    TournamentParticipant,
)
from app.models.user import User
from app.services.ledger import posting
from app.services.payments import payout_holds
from app.services.protection import staking
from app.services.tournaments import transitions
from app.services.tournaments.bracket import next_matches
from app.services.tournaments.bracket.next_matches import NextMatch
from app.services.tournaments.entry import eligibility, registration, waiting_list
from app.services.tournaments.views import prizes


@dataclass(frozen=True)
class MyPart:
    """What a player is in one tournament; `held` is what is set aside of theirs for it (KES)."""

    tournament_id: int
    status: str | None
    waiting_place: int | None
    seed: int | None
    can_join: bool
    can_leave: bool
    can_check_in: bool
    refusal: str | None
    held: Decimal
    next_match: NextMatch | None
    place_first: int | None
    place_last: int | None
    prize: Decimal | None
    prize_to_come: Decimal | None
    is_disqualified: bool


def get(session: Session, *, tournament_id: int, player: User, now: datetime) -> MyPart:
    """Return the player's part in one tournament; raises NotFound."""
    tournament = transitions.find(session, tournament_id=tournament_id)
    return _part(session, tournament, player, now=now)


def list_open(session: Session, *, player: User, now: datetime) -> list[tuple[Tournament, MyPart]]:
    """Return the player's tournaments that are not over, the next to begin first."""
    found = session.scalars(
        select(Tournament)
        .join(TournamentParticipant, TournamentParticipant.tournament_id == Tournament.id)
        .where(
            TournamentParticipant.user_id == player.id,
            TournamentParticipant.status.not_in((*GONE, ParticipantStatus.ABSENT)),
            Tournament.status.in_(PHASES[Phase.OPEN] | PHASES[Phase.RUNNING]),
        )
        .order_by(Tournament.start_date, Tournament.id)
        .execution_options(populate_existing=True)
    ).all()
    return [(one, _part(session, one, player, now=now)) for one in found]


def _part(session: Session, tournament: Tournament, player: User, *, now: datetime) -> MyPart:
    mine = registration.participant_of(session, tournament, user_id=player.id)
    is_in = mine is not None and mine.status in registration.IN
    refusal = None if is_in else _refusal(session, tournament, player, mine, now=now)
    can_check_in = (
        mine is not None
        and is_in
        and tournament.status == TournamentStatus.CHECK_IN
        and mine.checked_in_at is None
    )
    prize = prizes.of_player(session, tournament_id=tournament.id, user_id=player.id)
    has_prize = prize is not None and not prize.is_taken_back
    return MyPart(
        tournament_id=tournament.id,
        status=mine.status if mine else None,
        waiting_place=_waiting_place(session, tournament, mine),
        seed=mine.seed if mine else None,
        can_join=not is_in and refusal is None,
        can_leave=is_in and tournament.status in (*BEFORE_SEEDS, TournamentStatus.RUNNING),
        can_check_in=can_check_in,
        refusal=refusal.value if refusal else None,
        held=_held(session, tournament, player),
        next_match=next_matches.find(session, tournament, user_id=player.id) if is_in else None,
        place_first=mine.place_first if mine else None,
        place_last=mine.place_last if mine else None,
        prize=prize.amount if prize and has_prize else None,
        prize_to_come=prize.to_come if prize and has_prize else None,
        is_disqualified=mine is not None and mine.is_barred,
    )


def _refusal(
    session: Session,
    tournament: Tournament,
    player: User,
    mine: TournamentParticipant | None,
    *,
    now: datetime,
) -> ProblemCode | None:
    """Return why the player could not join now, as joining itself would."""
    if not player.is_verified:
        return ProblemCode.PHONE_NOT_VERIFIED
    in_the_way = registration.refusal_of_state(session, tournament, mine) or eligibility.refusal(
        session, tournament, user_id=player.id, now=now
    )
    if in_the_way is not None:
        return in_the_way.code
    if tournament.current_participants >= tournament.max_participants:
        waiting = len(waiting_list.waiting(session, tournament))
        return ProblemCode.TOURNAMENT_FULL if waiting >= tournament.max_participants else None
    fee = tournament.entry_fee
    beyond = staking.refusal(session, user_id=player.id, stake=fee, now=now)
    if beyond is not None and fee:
        return beyond.code
    available = posting.balances(session, user_id=player.id).available
    if available < tournament.entry_fee:
        return InsufficientBalance().code
    kept = payout_holds.kept_of_matches(session, user_id=player.id, now=now)
    return ProblemCode.MONEY_HELD if available - kept < tournament.entry_fee else None


def _waiting_place(
    session: Session, tournament: Tournament, mine: TournamentParticipant | None
) -> int | None:
    if mine is None or mine.status != ParticipantStatus.WAITING:
        return None
    return waiting_list.waiting(session, tournament).index(mine.user_id) + 1


def _held(session: Session, tournament: Tournament, player: User) -> Decimal:
    held = session.execute(
        select(TournamentEntry.prize_part + TournamentEntry.house_part).where(
            TournamentEntry.tournament_id == tournament.id,
            TournamentEntry.user_id == player.id,
            TournamentEntry.state == EntryState.HELD,
        )
    ).scalar_one_or_none()
    return held or Decimal(0)
