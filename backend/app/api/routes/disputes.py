"""Routes of players about a result: dispute it, end the evidence, appeal; their strikes."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from app.api.deps import CurrentPlayer, IdempotencyKey, RowId, SessionDep
from app.api.idempotency import answer_once
from app.core.clock import utc_now
from app.schemas.dispute import AppealRequest, DisputeRequest, Standing
from app.schemas.match import Match
from app.services.conduct import strikes
from app.services.disputes import appeals, complaints, disputes
from app.services.matches import views

router = APIRouter(tags=["matches"])


@router.post("/matches/{match_id}/dispute", response_model=Match)
def dispute_match(
    match_id: RowId,
    body: DisputeRequest,
    player: CurrentPlayer,
    session: SessionDep,
    key: IdempotencyKey = None,
) -> JSONResponse:
    """Say that something is wrong, while the match runs or its result is not final yet.

    The pot is frozen and both can show proof until `dispute.evidence_until`. While that lasts, each
    may add statements in the same way. A match that ended without your agreement (by silence, by
    the game's data) is contested in this way until `contest_until`: what it paid stays in the
    wallets, and a referee decides.
    """

    def act() -> Match:
        complaints.complain(
            session,
            match_id=match_id,
            user_id=player.id,
            complaint=body.reason,
            statement=body.statement,
            now=utc_now(),
        )
        return Match.model_validate(views.view(session, match_id=match_id, viewer=player))

    intent = f"POST /matches/{match_id}/dispute"
    return answer_once(
        session, user_id=player.id, key=key, intent=intent, body=body, status=200, act=act
    )


@router.post("/matches/{match_id}/dispute/done", response_model=Match)
def all_shown(
    match_id: RowId, player: CurrentPlayer, session: SessionDep, key: IdempotencyKey = None
) -> JSONResponse:
    """Say "I have shown all"; when both have, the review begins before the deadline."""

    def act() -> Match:
        disputes.record_evidence_done(session, match_id=match_id, user_id=player.id, now=utc_now())
        return Match.model_validate(views.view(session, match_id=match_id, viewer=player))

    intent = f"POST /matches/{match_id}/dispute/done"
    return _once(session, player.id, key, intent, act)


@router.post("/matches/{match_id}/appeal", response_model=Match)
def appeal_match(
    match_id: RowId,
    body: AppealRequest,
    player: CurrentPlayer,
    session: SessionDep,
    key: IdempotencyKey = None,
) -> JSONResponse:
    """Ask for another referee, once and until `dispute.appeal_until`; not if you won by the ruling.

    Where both got less than the prize, each may: it is one hearing, which reads both statements.
    """

    def act() -> Match:
        appeals.appeal(
            session, match_id=match_id, user_id=player.id, statement=body.reason, now=utc_now()
        )
        return Match.model_validate(views.view(session, match_id=match_id, viewer=player))

    intent = f"POST /matches/{match_id}/appeal"
    return answer_once(
        session, user_id=player.id, key=key, intent=intent, body=body, status=200, act=act
    )


@router.get("/users/me/standing")
def my_standing(player: CurrentPlayer, session: SessionDep) -> Standing:
    """Return which false claims are on record, what follows from them, and until when."""
    return Standing.model_validate(strikes.status_of(session, user_id=player.id, now=utc_now()))


def _once(
    session: SessionDep, user_id: int, key: str | None, intent: str, act: Callable[[], Match]
) -> JSONResponse:
    return answer_once(session, user_id=user_id, key=key, intent=intent, status=200, act=act)
