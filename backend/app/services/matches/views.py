"""A match as one of its players, or a referee, may see it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.matches.decision import Result
from app.domain.matches.lobby import Lobby, lobby_of
from app.domain.matches.states import RECORDS_ARE_SHOWN
from app.domain.matches.vocabulary import AUTOMATIC
from app.domain.money import half_of_prize
from app.domain.sms.answers import AnswerBySms, answer_by_sms
from app.models.match import Match, MatchmakingQueue, MatchReport
from app.models.user import User
from app.services.matches import access, answers, dispute_deadlines, objections, stakeless
from app.services.matches.answers import AnswerWait
from app.services.matches.dispute_deadlines import DisputeDeadlines
from app.services.ratings import player_stats

# Id, username, name in the game, whether the number is proved, whether they are simulated.
_Person = Row[int, str, str | None, bool, bool]


@dataclass(frozen=True)
class SideView:
    """One side of a match as the other may see it."""

    id: int
    username: str
    cod_username: str | None
    is_simulated: bool
    ready: bool
    reported: bool


@dataclass(frozen=True)
class MatchView:
    """A match as one viewer sees it; money in KES."""

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
    lobby: Lobby | None  # of the present game; None in matches made before it was fixed
    player1: SideView
    player2: SideView
    my_seat: str | None
    my_outcome: str | None
    answer: AnswerWait | None
    dispute: DisputeDeadlines | None
    contest_until: datetime | None  # until when the viewer may contest an end without a ruling
    winner_id: int | None
    result: str | None
    reason: str | None
    ruling: str | None
    proposed_result: str | None
    replays: int
    origin: str
    tournament_id: int | None
    tournament_match_key: str | None
    format: str
    map: str | None
    best_of: int
    rules: dict[str, Any]
    rules_sha256: str
    due_at: datetime | None
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    rating_change: player_stats.Change | None  # of the viewer
    my_net: Decimal | None  # what the match brought the viewer, once it is over
    back_in_queue: bool  # the viewer searches again, with the stake of this match
    game: dict[str, Any] | None  # as it was found at Activision
    answer_by_sms: AnswerBySms | None  # for the viewer, while their answer counts


def view(session: Session, *, match_id: int, viewer: User) -> MatchView:
    """Return a match as `viewer` may see it: its players and admins only; raises NotFound."""
    match = access.get_visible(session, match_id=match_id, viewer=viewer)
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
    """Return several matches as one viewer may see them, with seven queries for all of them."""
    ids = [match.id for match in matches]
    people, report = _names(session, matches), _last_outcomes(session, ids)
    changes = player_stats.changes_by_match(session, user_id=viewer_id, match_ids=ids)
    waits = answers.of_matches(session, matches, set(report))
    deadlines = dispute_deadlines.deadlines_of(session, matches=matches, viewer_id=viewer_id)
    searching_since = _search_after(session, viewer_id)
    on_hold = stakeless.on_hold(session, matches)

    def side(match: Match, user_id: int, ready_at: datetime | None) -> SideView:
        return _side(match, people[user_id], ready_at, reported=(match.id, user_id) in report)

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
            lobby=lobby_of(match.rules, replays=match.replays),
            player1=side(match, match.player1_id, match.player1_ready_at),
            player2=side(match, match.player2_id, match.player2_ready_at),
            my_seat=_seat_name(match, viewer_id),
            my_outcome=report.get((match.id, viewer_id)),
            answer=waits.get(match.id),
            dispute=deadlines.get(match.id),
            contest_until=_contest_until(match, viewer_id, report, deadlines.get(match.id)),
            winner_id=match.winner_id,
            result=match.result,
            reason=match.reason,
            ruling=match.note,
            proposed_result=match.proposed_result,
            replays=match.replays,
            origin=match.origin,
            tournament_id=match.tournament_id,
            tournament_match_key=match.tournament_key,
            format=match.format,
            map=_map_of(match),
            best_of=match.best_of,
            rules=match.rules,
            rules_sha256=(match.rules_sha256 or b"").hex(),
            due_at=None if match.id in on_hold else match.due_at,
            created_at=match.created_at,
            started_at=match.started_at,
            completed_at=match.completed_at,
            rating_change=changes.get(match.id),
            my_net=_net(match, viewer_id),
            back_in_queue=match.id == searching_since,
            game=_game(match),
            answer_by_sms=_answer_by_sms(match, people.get(viewer_id)),
        )
        for match in matches
    ]


def _side(match: Match, player: _Person, ready_at: datetime | None, *, reported: bool) -> SideView:
    return SideView(
        id=player.id,
        username=player.username,
        cod_username=_game_name(match, player.id, plain=player.cod_username),
        is_simulated=player.is_simulated,
        ready=ready_at is not None,
        reported=reported,
    )


def _game_name(match: Match, user_id: int, *, plain: str | None) -> str | None:
    """Return the name to be invited by: the one on the match's platform, as it was frozen."""
    frozen = match.identities.get(_seat_name(match, user_id) or "") or {}
    if frozen.get("username") and frozen.get("platform") == match.platform:
        return str(frozen["username"])
    return plain or frozen.get("username")


def _map_of(match: Match) -> str | None:
    """Return the map of the present game; `matches.map` alone filters the game's own records."""
    lobby = lobby_of(match.rules, replays=match.replays)
    return lobby.map if lobby else match.map


def _net(match: Match, viewer_id: int) -> Decimal | None:
    """Return what a finished match brought `viewer_id` (KES), their own stake taken off."""
    if match.result is None or viewer_id not in match.player_ids:
        return None
    if match.result == Result.SPLIT:
        return half_of_prize(match.prize) - match.wager_amount
    if match.winner_id is None:
        return Decimal(0)
    return (match.prize if match.winner_id == viewer_id else Decimal(0)) - match.wager_amount


def _search_after(session: Session, viewer_id: int) -> int | None:
    """Return the match that lapsed before the viewer's present search."""
    return session.execute(
        select(MatchmakingQueue.from_match_id).where(
            MatchmakingQueue.user_id == viewer_id, MatchmakingQueue.match_id.is_(None)
        )
    ).scalar_one_or_none()


def _answer_by_sms(match: Match, viewer: _Person | None) -> AnswerBySms | None:
    if viewer is None or viewer.id not in match.player_ids:
        return None
    short_code = get_settings().sms.short_code
    return answer_by_sms(
        match.id, match.status, short_code=short_code, is_verified=viewer.is_verified
    )


def _names(session: Session, matches: list[Match]) -> dict[int, _Person]:
    """Return what a match shows of its players, by player id."""
    rows = session.execute(
        select(
            User.id, User.username, User.cod_username, User.is_verified, User.is_simulated
        ).where(User.id.in_({user_id for match in matches for user_id in match.player_ids}))
    )
    return {row.id: row for row in rows}


def _last_outcomes(session: Session, match_ids: list[int]) -> dict[tuple[int, int], str]:
    """Return each player's latest report of the game that counts, by match and user id."""
    rows = session.execute(
        select(MatchReport.match_id, MatchReport.user_id, MatchReport.outcome)
        .join(Match, Match.id == MatchReport.match_id)
        .where(MatchReport.match_id.in_(match_ids), MatchReport.replay == Match.replays)
        .order_by(MatchReport.id)
    )
    return {(row.match_id, row.user_id): row.outcome for row in rows}


def _game(match: Match) -> dict[str, Any] | None:
    """Return what is kept of the game that counts; None while nothing believable was found.

    Nor while a player might report by it.
    """
    if match.verification_state not in RECORDS_ARE_SHOWN:
        return None
    game = match.cod_match_data
    return game if game and game["replay"] == match.replays else None


def _contest_until(
    match: Match,
    user_id: int,
    reports: dict[tuple[int, int], str],
    dispute: DisputeDeadlines | None,
) -> datetime | None:
    """Return until when a player may contest an end that neither they nor a referee agreed to."""
    is_contested = dispute is not None and dispute.appeal is not None
    if match.reason not in AUTOMATIC or user_id not in match.player_ids or is_contested:
        return None
    reported = reports.get((match.id, user_id))
    if not objections.user_may_object(match, user_id=user_id, reported=reported):
        return None
    return objections.closes_at(match)


def _seat_name(match: Match, user_id: int) -> str | None:
    return match.seat_of(user_id) if user_id in match.player_ids else None
