"""Challenges: by link, by name, on the board, and rematches; and the offer card of a match."""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse

from app.api.contract.declare import refuses
from app.api.deps import CurrentPlayer, IdempotencyKey, RowId, SessionDep, VerifiedPlayer
from app.api.idempotency import answer_once
from app.core.clock import utc_now
from app.domain.errors import NotFound
from app.models.user import User
from app.schemas.matchmaking import Challenge, ChallengeList, ChallengeRequest, Offer
from app.services.matchmaking import challenge_views, challenges, previews
from app.services.matchmaking.tickets import QueueRequest

router = APIRouter(prefix="/matches", tags=["challenges"])

_ROWS = 100

Code = Annotated[str, Path(pattern=r"^[A-Za-z0-9]{4,10}$")]


def _seen(session: SessionDep, code: str, player: User) -> Challenge:
    found = challenge_views.view(session, code=code, viewer_id=player.id)
    return Challenge.model_validate(found)


@router.post("/challenges", status_code=201, response_model=Challenge, responses=refuses(NotFound))
def challenge(
    body: ChallengeRequest, player: VerifiedPlayer, session: SessionDep, key: IdempotencyKey = None
) -> JSONResponse:
    """Stake, and challenge somebody by name or whoever gets the link. The stake is held."""

    def act() -> Challenge:
        request = QueueRequest(**body.model_dump(exclude={"opponent"}))
        code = challenges.create(
            session, user_id=player.id, request=request, now=utc_now(), opponent=body.opponent
        )
        return _seen(session, code, player)

    return answer_once(
        session,
        user_id=player.id,
        key=key,
        intent="POST /matches/challenges",
        body=body,
        status=201,
        act=act,
    )


@router.get("/challenges")
def challenge_board(player: CurrentPlayer, session: SessionDep) -> ChallengeList:
    """Return the open challenges that the player could accept, and their own."""
    found = challenge_views.board(session, user_id=player.id, now=utc_now(), rows=_ROWS)
    return ChallengeList(items=[Challenge.model_validate(one) for one in found])


@router.get("/challenges/{code}")
def get_challenge(code: Code, player: CurrentPlayer, session: SessionDep) -> Challenge:
    """Return one challenge to whoever has its link."""
    return _seen(session, code, player)


@router.post("/challenges/{code}/accept", response_model=Challenge)
def accept_challenge(
    code: Code, player: VerifiedPlayer, session: SessionDep, key: IdempotencyKey = None
) -> JSONResponse:
    """Stake the same, and play: the answer carries the match."""

    def act() -> Challenge:
        challenges.accept(session, code=code, user_id=player.id, now=utc_now())
        return _seen(session, code, player)

    return answer_once(
        session,
        user_id=player.id,
        key=key,
        intent=f"POST /matches/challenges/{code.upper()}/accept",
        status=200,
        act=act,
    )


@router.delete("/challenges/{code}")
def cancel_challenge(code: Code, player: CurrentPlayer, session: SessionDep) -> Challenge:
    """Withdraw a challenge of yours, or decline one to you; the stake is back at once."""
    challenges.cancel(session, code=code, user_id=player.id, now=utc_now())
    return _seen(session, code, player)


@router.post("/{match_id}/rematch", response_model=Challenge)
def rematch(
    match_id: RowId, player: VerifiedPlayer, session: SessionDep, key: IdempotencyKey = None
) -> JSONResponse:
    """Ask for a rematch on the same terms; if the other has asked already, it is on."""

    def act() -> Challenge:
        code = challenges.rematch(session, match_id=match_id, user_id=player.id, now=utc_now())
        return _seen(session, code, player)

    return answer_once(
        session,
        user_id=player.id,
        key=key,
        intent=f"POST /matches/{match_id}/rematch",
        status=200,
        act=act,
    )


@router.get("/{match_id}/offer")
def match_offer(match_id: RowId, player: CurrentPlayer, session: SessionDep) -> Offer:
    """Return the honest offer card of a found match for money, to read before being ready."""
    return Offer.model_validate(previews.of_match(session, match_id=match_id, user_id=player.id))
