"""Staff takes a mistaken disqualification back, before anything that hangs on it has begun."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.domain.problems import ProblemCode
from app.domain.tournaments import play
from app.domain.tournaments.lifecycle import ParticipantStatus
from app.domain.tournaments.state import Tournament as State
from app.domain.tournaments.vocabulary import MatchState, NotPossible
from app.models.tournament import Tournament, TournamentParticipant
from app.models.user import User
from app.services.matchmaking import eligibility
from app.services.platform import audit
from app.services.tournaments import corrections, notices, transitions
from app.services.tournaments.bracket import intake, progress, store


def reinstate(
    session: Session,
    *,
    tournament_id: int,
    username: str,
    admin: User,
    reason: str,
    now: datetime,
) -> None:
    """Take a disqualified player back in: their walkovers open again, and they may win a prize.

    Raises NotFound; NotAllowed for staff who take part; Conflict for who was not disqualified (who
    left, or did not come, did so by themselves), may not play at all, or once prizes are paid, and
    with the keys of matches that have begun between players whom it would exchange
    (`dependents_begun`).
    """
    tournament = corrections.lock_under_way(session, tournament_id, admin=admin, now=now)
    user_id = corrections.user_id_of(session, username)
    participant = corrections.find_player(session, tournament_id, user_id=user_id)
    _refuse(session, participant, now=now)
    intake.take_in(session, tournament, now=now)
    if participant.withdrawn_reason == corrections.DISQUALIFIED:
        _take_back(session, tournament, participant, actor=f"admin:{admin.id}", now=now)
    else:  # once all is played a disqualification only bars from prizes
        participant.is_barred = False
        transitions.announce(session, tournament)
    notices.reinstated(session, tournament, user_id=user_id, now=now)
    audit.record(
        session,
        admin_id=admin.id,
        action="tournament.reinstate",
        subject=f"tournament:{tournament.id}",
        reason=reason,
        player=username,
    )


def _refuse(session: Session, participant: TournamentParticipant, *, now: datetime) -> None:
    user_id = participant.user_id
    if not participant.is_barred:
        raise Conflict(ProblemCode.NOT_POSSIBLE, "This player was not disqualified.")
    if not eligibility.all_may_play(session, [user_id], now=now):
        raise Conflict(
            ProblemCode.NOT_POSSIBLE, "This player is suspended, or their account is closed."
        )


def _take_back(
    session: Session,
    tournament: Tournament,
    participant: TournamentParticipant,
    *,
    actor: str,
    now: datetime,
) -> None:
    user_id = participant.user_id
    before = store.load(session, tournament)
    try:
        after = play.reinstate(before, user_id)
    except NotPossible as error:
        raise corrections.refusal_of(error) from error
    values = {"withdrawn_at": None, "withdrawn_reason": None, "is_barred": False}
    transitions.set_status(session, participant, ParticipantStatus.PLAYING, **values)
    live = store.save(session, tournament, after, actor=actor, now=now)
    intake.call_off(
        session, live, actor=actor, reason="Staff took a disqualification back.", now=now
    )
    for opponent_id in _opponents(before, after, user_id):
        notices.reopened(session, tournament, player_ids=(opponent_id, user_id), now=now)
    progress.go_on(session, tournament, actor=actor, now=now)


def _opponents(before: State, after: State, user_id: int) -> list[int]:
    """Return who had gone on by a walkover, and is to play the match after all."""
    was = play.matches(before)
    return [
        player
        for match in play.open_matches(after)
        if match.key in was and was[match.key].state is not MatchState.OPEN
        if user_id in match.players
        for player in match.players
        if player != user_id
    ]
