"""What the players of a match are told: hints to open pages, and notifications that stay.

A hint goes to both, since both have the page open; a notification only to whom it is news. The end
of a match is written by the database's own functions, with its money (`settlement`).
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.domain.live import LiveType
from app.domain.notifications.kinds import Kind
from app.models.match import Match
from app.services.notifications import arrivals, inbox
from app.services.notifications.arrivals import Arrival
from app.services.notifications.notify import Notice, notify

_CALLS_TO_PLAY = (
    Kind.MATCH_FOUND,
    Kind.TOURNAMENT_MATCH,
    Kind.OPPONENT_READY,
)
_CALLS_TO_REPORT = (
    Kind.MATCH_REPORTED,
    Kind.MATCH_REMINDER,
    Kind.MATCH_UNANSWERED,
    Kind.MATCH_TO_CONFIRM,
)
_REPORTED = "reported"
_MOST_REMINDERS = 9  # of one game


def hint(session: Session, match_id: int, player_ids: tuple[int, ...], *, kind: LiveType) -> None:
    """Send players a hint of `kind`, for instance `match.evidence`, about their match."""
    data = {"match_id": match_id}
    broadcast(session, player_ids, kind=kind, topic=_subject(match_id), data=data)


def found(
    session: Session,
    match_id: int,
    player_ids: tuple[int, int],
    *,
    stake: str,
    ready_by: datetime,
    now: datetime,
) -> None:
    """Tell both that they have a match for `stake` KES each, and by when to be ready."""
    hint(session, match_id, player_ids, kind=LiveType.MATCH_FOUND)
    notices = [
        Notice(
            user_id=user_id,
            kind=Kind.MATCH_FOUND,
            subject=_subject(match_id),
            event="found",
            variables={"amount": stake, "until": ready_by.isoformat()},
            opponent_id=opponent_id,
        )
        for user_id, opponent_id in (player_ids, player_ids[::-1])
    ]
    notify(session, notices, now=now)


def ready(session: Session, match: Match, *, user_id: int, now: datetime) -> None:
    """Tell the other that `user_id` is ready; whoever is has read that they should be."""
    hint(session, match.id, match.player_ids, kind=LiveType.MATCH_READY)
    _tell(session, match, Kind.OPPONENT_READY, f"ready:{user_id}", but=[user_id], now=now)
    _acted(session, match, user_id, _CALLS_TO_PLAY, now=now)


def reported(session: Session, match: Match, *, by: int | None, now: datetime) -> None:
    """Tell the other that `by` has said how the match ended."""
    hint(session, match.id, match.player_ids, kind=LiveType.MATCH_REPORTED)
    if by is not None:
        _tell(session, match, Kind.MATCH_REPORTED, _of_game(match, _REPORTED), but=[by], now=now)


def has_reported(session: Session, match: Match, *, user_id: int, now: datetime) -> None:
    """Take what asked a player to report as read: they have."""
    _acted(session, match, user_id, _CALLS_TO_REPORT, now=now)


def asked(session: Session, match: Match, *, reason: str, now: datetime) -> None:
    """Ask both to say (again) how the match ended, before its deadline."""
    hint(session, match.id, match.player_ids, kind=LiveType.MATCH_REMINDER)
    event = _of_game(match, f"asked:{reason}")
    _tell(session, match, Kind.MATCH_REMINDER, event, until=match.due_at, now=now)


def remind(session: Session, match: Match, *, silent: list[int], now: datetime) -> None:
    """Remind those who have not reported that the deadline approaches."""
    hint(session, match.id, tuple(silent), kind=LiveType.MATCH_REMINDER)
    spoken = [user_id for user_id in match.player_ids if user_id not in silent]
    name = "answer" if spoken else "reminder"
    event = _of_game(match, f"{name}:{match.reminders}")
    _tell(session, match, Kind.MATCH_REMINDER, event, but=spoken, until=match.due_at, now=now)


def call_to_answer(session: Session, match: Match, *, silent: int, now: datetime) -> None:
    """Tell a player whom nothing has reached yet that the other has reported.

    It names no deadline: their time to answer begins when it arrives.
    """
    hint(session, match.id, (silent,), kind=LiveType.MATCH_REMINDER)
    spoken = [user_id for user_id in match.player_ids if user_id != silent]
    event = _of_game(match, _unanswered(match.reminders))
    _tell(session, match, Kind.MATCH_UNANSWERED, event, but=spoken, now=now)


def first_call_to_answer(session: Session, match: Match, *, user_id: int) -> Arrival | None:
    """Return the first proof that a player was told of the other's report on the present game."""
    events = [_REPORTED, *(_unanswered(number) for number in range(1, _MOST_REMINDERS + 1))]
    keys = [f"{_subject(match.id)}:{_of_game(match, event)}" for event in events]
    return arrivals.first(session, user_id=user_id, keys=keys)


def deadline_moved(session: Session, match: Match) -> None:
    """Hint to both that their match waits until another time than before."""
    hint(session, match.id, match.player_ids, kind=LiveType.MATCH_REMINDER)


def proposed(session: Session, match: Match, *, agree: list[int], now: datetime) -> None:
    """Tell those who have not reported it that a result is proposed, and by when to object."""
    hint(session, match.id, match.player_ids, kind=LiveType.MATCH_PROVISIONAL)
    event = _of_game(match, f"proposed:{match.proposed_result}")
    _tell(session, match, Kind.MATCH_TO_CONFIRM, event, but=agree, until=match.due_at, now=now)


def replayed(session: Session, match: Match, *, now: datetime) -> None:
    """Tell both that their match is played again."""
    hint(session, match.id, match.player_ids, kind=LiveType.MATCH_REPLAY)
    _tell(session, match, Kind.MATCH_REPLAYED, _of_game(match, "replayed"), now=now)


def disputed(session: Session, match: Match, *, now: datetime) -> None:
    """Tell both that the pot is frozen, and by when to show proof."""
    hint(session, match.id, match.player_ids, kind=LiveType.MATCH_DISPUTED)
    event = _of_game(match, "disputed")
    _tell(session, match, Kind.MATCH_DISPUTED, event, until=match.due_at, now=now)


def ruled(session: Session, match: Match, *, ruling_id: int, now: datetime) -> None:
    """Tell both that a referee has ruled."""
    hint(session, match.id, match.player_ids, kind=LiveType.MATCH_RULED)
    _tell(session, match, Kind.MATCH_RULED, f"ruled:{ruling_id}", now=now)


def appealed(session: Session, match: Match, *, by: int, now: datetime) -> None:
    """Tell the other that `by` has asked for another look at their match."""
    hint(session, match.id, match.player_ids, kind=LiveType.MATCH_DISPUTED)
    _tell(session, match, Kind.APPEAL_OPENED, f"appealed:{by}", but=[by], now=now)


def appeal_decided(session: Session, match: Match, *, now: datetime) -> None:
    """Tell both that the second look is over."""
    hint(session, match.id, match.player_ids, kind=LiveType.MATCH_RULED)
    _tell(session, match, Kind.APPEAL_DECIDED, "appeal_decided", now=now)


def _subject(match_id: int) -> str:
    """Return how a match is called as a topic of hints and as what a notification is about."""
    return f"match:{match_id}"


def _unanswered(number: int) -> str:
    return f"unanswered:{number}"


def _of_game(match: Match, event: str) -> str:
    """Return an event's name that another game of the same match does not share."""
    return f"{event}:{match.replays}" if match.replays else event


def _tell(
    session: Session,
    match: Match,
    kind: Kind,
    event: str,
    *,
    now: datetime,
    but: Iterable[int] = (),
    until: datetime | None = None,
) -> None:
    one, two = match.player_ids
    notices = [
        Notice(
            user_id=user_id,
            kind=kind,
            subject=_subject(match.id),
            event=event,
            variables={} if until is None else {"until": until.isoformat()},
            opponent_id=opponent_id,
        )
        for user_id, opponent_id in ((one, two), (two, one))
        if user_id not in but
    ]
    notify(session, notices, now=now)


def _acted(
    session: Session, match: Match, user_id: int, kinds: tuple[Kind, ...], *, now: datetime
) -> None:
    subject = _subject(match.id)
    inbox.mark_acted(session, user_id=user_id, subject=subject, kinds=kinds, now=now)
