"""Routes of a match: read, be ready, report, confirm, contest, cancel."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from app.api.deps import CurrentPlayer, Cursor, IdempotencyKey, Limit, RowId, SessionDep
from app.api.idempotency import answer_once
from app.core.clock import utc_now
from app.domain.matches.decision import PlayerReport, ReportedOutcome
from app.domain.matches.states import MatchStatus
from app.models.user import User
from app.schemas.match import Contest, Match, MatchList, Report
from app.services.matches import lifecycle, views
from app.services.results import no_shows, reports

router = APIRouter(prefix="/matches", tags=["matches"])


@router.get("")
def list_matches(
    player: CurrentPlayer,
    session: SessionDep,
    status: MatchStatus | None = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> MatchList:
    """Return the player's matches, newest first."""
    before = int(cursor) if cursor else None
    found = views.list_of(session, user_id=player.id, status=status, before=before, rows=limit + 1)
    page = [Match.model_validate(seen) for seen in found[:limit]]
    more = len(found) > limit
    return MatchList(items=page, next_cursor=str(page[-1].id) if more else None)


@router.get("/{match_id}")
def get_match(match_id: RowId, player: CurrentPlayer, session: SessionDep) -> Match:
    """Return one match, to its players and to admins."""
    return Match.model_validate(views.view(session, match_id=match_id, viewer=player))


def _step(
    session: SessionDep,
    *,
    player: User,
    match_id: int,
    key: str | None,
    intent: str,
    act: Callable[[], None],
) -> JSONResponse:
    def act_and_look() -> Match:
        act()
        return Match.model_validate(views.view(session, match_id=match_id, viewer=player))

    return answer_once(
        session, user_id=player.id, key=key, intent=intent, status=200, act=act_and_look
    )


@router.post("/{match_id}/ready", response_model=Match)
def ready(
    match_id: RowId, player: CurrentPlayer, session: SessionDep, key: IdempotencyKey = None
) -> JSONResponse:
    """Say "I am in the lobby"; when both have, the match is on."""

    def act() -> None:
        lifecycle.make_ready(session, match_id=match_id, user_id=player.id, now=utc_now())

    return _step(
        session,
        player=player,
        match_id=match_id,
        key=key,
        intent=f"POST /matches/{match_id}/ready",
        act=act,
    )


@router.post("/{match_id}/report", response_model=Match)
def report(
    match_id: RowId,
    body: Report,
    player: CurrentPlayer,
    session: SessionDep,
    key: IdempotencyKey = None,
) -> JSONResponse:
    """Say how it ended. When both say the same, the pot is paid before this answers."""

    def act() -> None:
        reports.submit(
            session,
            match_id=match_id,
            user_id=player.id,
            report=PlayerReport(
                ReportedOutcome(body.outcome),
                wants_replay=bool(body.replay),
                cod_match_id=body.cod_match_id,
            ),
            now=utc_now(),
        )

    intent = f"POST /matches/{match_id}/report {body.model_dump_json()}"
    return _step(
        session,
        player=player,
        match_id=match_id,
        key=key,
        intent=intent,
        act=act,
    )


@router.post("/{match_id}/confirm", response_model=Match)
def confirm(
    match_id: RowId, player: CurrentPlayer, session: SessionDep, key: IdempotencyKey = None
) -> JSONResponse:
    """Agree with the result that the game's data propose; when both do, the pot is paid at once."""

    def act() -> None:
        reports.confirm(session, match_id=match_id, user_id=player.id, now=utc_now())

    return _step(
        session,
        player=player,
        match_id=match_id,
        key=key,
        intent=f"POST /matches/{match_id}/confirm",
        act=act,
    )


@router.post("/{match_id}/contest", response_model=Match)
def contest(
    match_id: RowId,
    body: Contest,
    player: CurrentPlayer,
    session: SessionDep,
    key: IdempotencyKey = None,
) -> JSONResponse:
    """Object to the result that the game's data propose: a referee will decide the match."""

    def act() -> None:
        outcome = ReportedOutcome(body.outcome)
        reports.contest(
            session, match_id=match_id, user_id=player.id, outcome=outcome, now=utc_now()
        )

    return _step(
        session,
        player=player,
        match_id=match_id,
        key=key,
        intent=f"POST /matches/{match_id}/contest {body.outcome}",
        act=act,
    )


@router.post("/{match_id}/cancel", response_model=Match)
def cancel(
    match_id: RowId, player: CurrentPlayer, session: SessionDep, key: IdempotencyKey = None
) -> JSONResponse:
    """Walk away before both are ready; both stakes go back in full.

    From a match of a tournament it is a defeat: the other one wins.
    """

    def act() -> None:
        no_shows.walk_away(session, match_id=match_id, user_id=player.id, now=utc_now())

    return _step(
        session,
        player=player,
        match_id=match_id,
        key=key,
        intent=f"POST /matches/{match_id}/cancel",
        act=act,
    )
