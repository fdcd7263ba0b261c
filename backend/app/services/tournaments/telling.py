"""Write the notices of a tournament: to each of some players, or to both players of a match."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.notifications.kinds import Kind
from app.models.tournament import Tournament
from app.services.notifications.notify import Notice, notify


def tell(
    session: Session,
    tournament: Tournament,
    kind: Kind,
    *,
    user_ids: Iterable[int],
    event: str,
    values: Mapping[str, str],
    now: datetime,
) -> None:
    """Tell each of `user_ids` what `event` was; the tournament is named in every text."""
    variables = {"tournament": tournament.name, **values}
    subject = f"tournament:{tournament.id}"
    notices = [Notice(user_id, kind, subject, event, variables) for user_id in user_ids]
    notify(session, notices, now=now)


def tell_of_match(
    session: Session,
    tournament: Tournament,
    *,
    player_ids: tuple[int, int],
    event: str,
    now: datetime,
) -> None:
    """Tell the first of `player_ids` that the match against the second is to be played."""
    user_id, opponent_id = player_ids
    kind, subject = Kind.TOURNAMENT_REOPENED, f"tournament:{tournament.id}"
    variables = {"tournament": tournament.name}
    notify(session, [Notice(user_id, kind, subject, event, variables, opponent_id)], now=now)


def tell_both(
    session: Session,
    tournament: Tournament,
    kind: Kind,
    *,
    player_ids: tuple[int, int],
    event: str,
    values: Mapping[str, str],
    now: datetime,
) -> None:
    """Tell both players of a match what `event` was, each with the other's name."""
    subject, variables = f"tournament:{tournament.id}", {"tournament": tournament.name, **values}
    notify(session, _to_both(player_ids, kind, subject, event, variables), now=now)


def call(
    session: Session,
    tournament: Tournament,
    called: Mapping[int, tuple[int, int]],
    *,
    values: Mapping[str, str],
    now: datetime,
) -> None:
    """Call both players of matches (by id) to them, each with the other's name."""
    kind, variables = Kind.TOURNAMENT_MATCH, {"tournament": tournament.name, **values}
    notices = [
        notice
        for match_id, player_ids in called.items()
        for notice in _to_both(player_ids, kind, f"match:{match_id}", "open", variables)
    ]
    notify(session, notices, now=now)


def _to_both(
    player_ids: tuple[int, int],
    kind: Kind,
    subject: str,
    event: str,
    variables: Mapping[str, str],
) -> list[Notice]:
    return [
        Notice(user_id, kind, subject, event, variables, opponent_id)
        for user_id, opponent_id in (player_ids, player_ids[::-1])
    ]
