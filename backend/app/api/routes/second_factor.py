"""The second factor of whoever is of staff: how it stands, enrol, confirm, recovery codes."""

import base64
from io import BytesIO

import segno
from fastapi import APIRouter

from app.api.contract.declare import refuses
from app.api.deps import CurrentPlayer, Identity, SessionDep
from app.api.origin import FromOurPage
from app.api.step_up import FreshFactor
from app.core.clock import utc_now
from app.domain.auth import totp
from app.domain.errors import Invalid, NotAllowed
from app.schemas.factor import (
    FactorConfirmation,
    FactorEnrolment,
    FactorStatus,
    NewAuthenticator,
    RecoveryCodes,
)
from app.services.auth.factor import enrolment

router = APIRouter(
    prefix="/auth/factor", tags=["auth"], dependencies=[FromOurPage], responses=refuses(NotAllowed)
)


@router.get("", summary="How your second factor stands")
def get_factor(player: CurrentPlayer, session: SessionDep) -> FactorStatus:
    """For staff: whether there is an authenticator, and how many recovery codes are left."""
    enrolment.require_staff(player)
    return FactorStatus.model_validate(enrolment.state(session, person=player))


@router.post(
    "/enrol",
    status_code=201,
    summary="Begin to set up an authenticator",
    responses=refuses(Invalid),
)
def enrol_factor(
    body: FactorEnrolment,
    player: CurrentPlayer,
    identity: Identity,
    session: SessionDep,
    fresh: FreshFactor,
) -> NewAuthenticator:
    """Get a secret, which counts once a code of it is confirmed. Asking again gives another.

    Your first authenticator, or one after a reset, needs an invitation; another one in place of
    yours needs a fresh code of the one you have.
    """
    enrolment.require_staff(player)
    if enrolment.state(session, person=player).is_active:
        fresh.require("factor.enrol", f"user:{player.id}")
    invitation = body.invitation.get_secret_value() if body.invitation else None
    secret = enrolment.enrol(
        session, person=player, session_id=identity[1], invitation=invitation, now=utc_now()
    )
    uri = totp.provisioning_uri(secret, account=player.username)
    return NewAuthenticator(secret=totp.spelled(secret), uri=uri, qr=_qr(uri))


@router.post(
    "/confirm",
    summary="Confirm the new authenticator",
    responses=refuses(Invalid),
)
def confirm_factor(
    body: FactorConfirmation, player: CurrentPlayer, identity: Identity, session: SessionDep
) -> RecoveryCodes:
    """Send a code of it: from now on it is yours, and the one before is none any more."""
    enrolment.require_staff(player)
    codes = enrolment.confirm(
        session, person=player, session_id=identity[1], code=body.code, now=utc_now()
    )
    return RecoveryCodes(codes=codes)


@router.post(
    "/recovery-codes",
    summary="Get new recovery codes",
    responses=refuses(Invalid),
)
def renew_recovery_codes(
    player: CurrentPlayer, session: SessionDep, fresh: FreshFactor
) -> RecoveryCodes:
    """Get ten new ones, by a fresh code; those you have are void."""
    enrolment.require_staff(player)
    fresh.require("factor.codes", f"user:{player.id}")
    codes = enrolment.renew_recovery_codes(session, person=player, now=utc_now())
    return RecoveryCodes(codes=codes)


def _qr(uri: str) -> str:
    """Return a QR code as an address that a page shows by itself, from nobody's server."""
    image = BytesIO()
    segno.make(uri, error="m").save(image, kind="svg", scale=4, border=4, light="#fff")
    return "data:image/svg+xml;base64," + base64.b64encode(image.getvalue()).decode()
