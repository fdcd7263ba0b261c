"""What a player agrees to: the terms, and their name beside their results."""

from fastapi import APIRouter

from app.api.deps import CurrentPlayer, SessionDep
from app.schemas.user import ConsentChange, ConsentsOut
from app.services.auth import consents

router = APIRouter(prefix="/users/me/consents", tags=["users"])


@router.get("")
def get_my_consents(player: CurrentPlayer, session: SessionDep) -> ConsentsOut:
    """Show what you agreed to, in which version and when."""
    return ConsentsOut.model_validate(consents.read(session, player=player))


@router.post("")
def give_consent(body: ConsentChange, player: CurrentPlayer, session: SessionDep) -> ConsentsOut:
    """Accept the present terms; or let your username be shown beside your results, or no longer.

    Without the terms you neither play nor deposit; all else stays open. A name that is no longer
    shown leaves boards and brackets within half a minute.
    """
    consents.give(
        session, player=player, subject=body.subject, version=body.version, given=body.given
    )
    return ConsentsOut.model_validate(consents.read(session, player=player))
