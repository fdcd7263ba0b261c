"""Who a player is: their name, M-Pesa's name for their number, and a check of a document."""

from fastapi import APIRouter

from app.api.deps import CurrentPlayer, SessionDep
from app.core.clock import utc_now
from app.domain.identity.checks import CheckState, DocumentKind
from app.models.identity import IdentityCheck
from app.models.user import User
from app.schemas.identity import (
    DocumentCheck,
    DocumentCheckRequest,
    IdentityOut,
    IdentityRoom,
    LegalNameChange,
)
from app.services.identity import checks, limits, names

router = APIRouter(prefix="/users/me/identity", tags=["protection"])


@router.get("")
def my_identity(player: CurrentPlayer, session: SessionDep) -> IdentityOut:
    """Show what is proved, and what you can deposit and withdraw until more is."""
    return _show(session, player)


@router.put("/name")
def set_legal_name(
    body: LegalNameChange, player: CurrentPlayer, session: SessionDep
) -> IdentityOut:
    """Say how you are called. M-Pesa's name for your number is compared with it.

    Another name than before has nothing proved yet.
    """
    names.declare(session, player=player, name=body.name, now=utc_now())
    return _show(session, player)


@router.post("/checks", status_code=201)
def check_document(
    body: DocumentCheckRequest, player: CurrentPlayer, session: SessionDep
) -> IdentityOut:
    """Have a document checked with a selfie, which you take on the provider's own page.

    We keep no picture, and of the number only a keyed hash: a document belongs to one account.
    """
    checks.request(
        session,
        player=player,
        kind=DocumentKind(body.kind),
        number=body.number,
        now=utc_now(),
    )
    return _show(session, player)


def _check(row: IdentityCheck) -> DocumentCheck:
    return DocumentCheck.model_validate(
        {
            "kind": row.document_kind,
            "state": row.state,
            "link": row.link if row.state == CheckState.OPEN else None,
            "reason": row.reason,
            "created_at": row.created_at,
        }
    )


def _show(session: SessionDep, player: User) -> IdentityOut:
    name = names.declared(session, user_id=player.id)
    said = names.newest(session, user_id=player.id, phone=player.phone)
    check = checks.newest(session, user_id=player.id)
    deposits = limits.room(session, user_id=player.id, what="deposits")
    payouts = limits.room(session, user_id=player.id, what="payouts")
    return IdentityOut.model_validate(
        {
            "name": name.name if name else None,
            "step": names.step_of(session, user_id=player.id),
            "mpesa": said.outcome if said else None,
            "check": _check(check) if check else None,
            "deposits": IdentityRoom.model_validate(deposits) if deposits else None,
            "payouts": IdentityRoom.model_validate(payouts) if payouts else None,
        }
    )
