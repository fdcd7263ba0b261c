"""Routes of the match room: read, write, report, mute."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import Field

from app.api.deps import CurrentPlayer, IdempotencyKey, RowId, SessionDep
from app.api.idempotency import answer_once
from app.core.clock import utc_now
from app.domain.errors import Invalid
from app.domain.problems import ProblemCode
from app.schemas.base import in_digits
from app.schemas.room import MessageReport, Mute, MuteState, NewMessage, Room, RoomMessage
from app.services.rooms import messages, mutes, reports

router = APIRouter(prefix="/matches/{match_id}/messages", tags=["rooms"])

After = Annotated[
    int | None,
    Field(ge=0, le=2**63 - 1),
    in_digits,
    Query(description="`id` of the last message that you have"),
]


@router.get("")
def list_messages(
    match_id: RowId, player: CurrentPlayer, session: SessionDep, after: After = None
) -> Room:
    """Return the messages of a match, to its players and to admins, oldest first.

    With `after` only later ones; what was hidden, muted or unmuted meanwhile shows without it.
    """
    found = messages.read(session, match_id=match_id, viewer=player, after=after, now=utc_now())
    return Room.model_validate(found)


@router.post("", status_code=201, response_model=RoomMessage)
def write_message(
    match_id: RowId,
    body: NewMessage,
    player: CurrentPlayer,
    session: SessionDep,
    key: IdempotencyKey = None,
) -> JSONResponse:
    """Write to the other player, from the pairing until the match ends or is disputed.

    At most 10 messages a minute and 100 a match. Phone numbers, links and e-mail addresses are
    replaced by dots before anything is stored.
    """
    if (body.preset is None) is (body.text is None):
        raise Invalid(ProblemCode.INVALID_REQUEST, "Send either a preset or a text.")

    def act() -> RoomMessage:
        written = messages.write(
            session,
            match_id=match_id,
            user_id=player.id,
            preset=body.preset,
            body=body.text,
            now=utc_now(),
        )
        return RoomMessage.model_validate(written)

    intent = f"POST /matches/{match_id}/messages"
    return answer_once(
        session, user_id=player.id, key=key, intent=intent, body=body, status=201, act=act
    )


@router.put("/mute")
def mute_opponent(
    match_id: RowId, body: Mute, player: CurrentPlayer, session: SessionDep
) -> MuteState:
    """Leave the other player's messages out of this match's, or show them again.

    They are not told. Blocking a player does the same until you unblock them.
    """
    is_muted = mutes.change(session, match_id=match_id, user_id=player.id, is_muted=body.is_muted)
    return MuteState(is_muted=is_muted)


@router.post("/{message_id}/report")
def report_message(
    match_id: RowId,
    message_id: RowId,
    body: MessageReport,
    player: CurrentPlayer,
    session: SessionDep,
) -> RoomMessage:
    """Report a message of the other player to our staff; once, whatever the reason.

    A report alone silences nobody. Five messages of a match are the most.
    """
    reported = reports.report(
        session,
        match_id=match_id,
        message_id=message_id,
        user_id=player.id,
        reason=body.reason,
        now=utc_now(),
    )
    return RoomMessage.model_validate(reported)
