"""What players set for their own protection: breaks from play, and limits."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from app.api.deps import CurrentPlayer, IdempotencyKey, RowId, SessionDep
from app.api.idempotency import answer_once
from app.core.clock import utc_now
from app.domain.protection.exclusion import ExclusionKind
from app.domain.protection.limits import LimitKind
from app.schemas.protection import (
    Exclusion,
    Limit,
    LimitChange,
    PlayTime,
    Protection,
    RealityCheckChange,
    SelfExclusion,
    TimeOut,
)
from app.services.players import exclusion
from app.services.players.exclusion import Length
from app.services.protection import limits, play_sessions, self_exclusion

router = APIRouter(prefix="/users/me", tags=["protection"])


@router.get("/limits")
def my_protection(player: CurrentPlayer, session: SessionDep) -> Protection:
    """Show the limits that you set, what is used of them, and a break that is in force."""
    return _show(session, player.id)


@router.put("/limits")
def set_limit(body: LimitChange, player: CurrentPlayer, session: SessionDep) -> Protection:
    """Set a limit on what you deposit, stake or lose: a lower one holds from this moment on.

    A higher one, or none, can be confirmed after 72 hours, and holds from then on. Whatever waits
    for that is replaced by the next change.
    """
    kind = LimitKind(body.kind)
    limits.set_limit(session, user_id=player.id, kind=kind, hours=body.hours, amount=body.amount)
    return _show(session, player.id)


@router.post("/limits/{limit_id}/confirm")
def confirm_limit(limit_id: RowId, player: CurrentPlayer, session: SessionDep) -> Protection:
    """Let a higher limit hold, or none, once its 72 hours are over."""
    limits.confirm(session, user_id=player.id, limit_id=limit_id)
    return _show(session, player.id)


@router.post("/time-out", response_model=Protection)
def take_time_out(
    body: TimeOut, player: CurrentPlayer, session: SessionDep, key: IdempotencyKey = None
) -> JSONResponse:
    """Take a break of 24 hours to 42 days, from this moment on. Nobody can end it early.

    What has not begun is cancelled with its money back: a search, a challenge, a match before both
    are ready, a place in a tournament before check-in closes. What is on goes on to its end.
    """

    def act() -> Protection:
        length = Length(hours=body.hours)
        return _start(session, player.id, ExclusionKind.TIME_OUT, length)

    intent = "POST /users/me/time-out"
    return answer_once(
        session, user_id=player.id, key=key, intent=intent, body=body, status=200, act=act
    )


@router.post("/self-exclusion", response_model=Protection)
def exclude_myself(
    body: SelfExclusion, player: CurrentPlayer, session: SessionDep, key: IdempotencyKey = None
) -> JSONResponse:
    """Exclude yourself from play for six months or longer, from this moment on, as a time-out does.

    Nobody can end it early; it can be extended.
    """

    def act() -> Protection:
        length = Length(months=body.months)
        return _start(session, player.id, ExclusionKind.SELF_EXCLUSION, length)

    intent = "POST /users/me/self-exclusion"
    return answer_once(
        session, user_id=player.id, key=key, intent=intent, body=body, status=200, act=act
    )


@router.post("/play-time")
def count_play_time(player: CurrentPlayer, session: SessionDep) -> PlayTime:
    """Say that you are here: the app does each minute in which it is looked at.

    The answer is how long you have been playing, and what it cost. After half an hour of silence a
    new session begins. A limit of time counts these minutes.
    """
    seen = play_sessions.touch(session, user_id=player.id, now=utc_now())
    return PlayTime.model_validate(seen)


@router.put("/reality-check")
def set_reality_check(
    body: RealityCheckChange, player: CurrentPlayer, session: SessionDep
) -> PlayTime:
    """Choose after how many minutes you are told how long you have played."""
    now = utc_now()
    play_sessions.set_interval(session, user_id=player.id, minutes=body.minutes, now=now)
    return PlayTime.model_validate(play_sessions.touch(session, user_id=player.id, now=now))


@router.post("/loss-warning", status_code=204)
def read_loss_warning(player: CurrentPlayer, session: SessionDep) -> None:
    """Say that you have read what we say about your losses (`loss_chasing`): then you may stake.

    Lose again within the hour, and a pause of an hour begins.
    """
    play_sessions.read_warning(session, user_id=player.id)


def _start(session: SessionDep, user_id: int, kind: ExclusionKind, length: Length) -> Protection:
    exclusion.start(session, user_id=user_id, kind=kind, length=length, now=utc_now())
    return _show(session, user_id)


def _show(session: SessionDep, user_id: int) -> Protection:
    now = utc_now()
    found = self_exclusion.current(session, user_id=user_id, now=now)
    return Protection(
        exclusion=Exclusion.model_validate(found) if found else None,
        limits=[
            Limit.model_validate(one) for one in limits.overview(session, user_id=user_id, now=now)
        ],
    )
