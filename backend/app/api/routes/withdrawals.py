"""Money out: to the player's own phone, by M-Pesa, after a code from an SMS or a passkey."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import Field

from app.api.contract.declare import refuses
from app.api.deps import (
    CurrentPlayer,
    IdempotencyKey,
    Identity,
    Limit,
    SessionDep,
    VerifiedPlayer,
)
from app.api.idempotency import answer_once
from app.core.clock import utc_now
from app.domain.errors import NotAllowed
from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.payout_messages import payout_message
from app.domain.payments.states import WITHDRAWAL_STATUS, WithdrawalState
from app.domain.payments.withdrawals.messages import message_for
from app.models import withdrawal as tables
from app.schemas.base import in_digits
from app.schemas.passkey import PasskeyToSign
from app.schemas.withdrawal import (
    Withdrawal,
    WithdrawalFailure,
    WithdrawalList,
    WithdrawalProof,
    WithdrawalRequest,
)
from app.services.payments.withdrawals import requests as withdrawal_requests
from app.services.payments.withdrawals.requests import Proof

router = APIRouter(prefix="/payments/withdrawals", tags=["payments"])

WithdrawalId = Annotated[int, Field(ge=1, le=2**62), in_digits, Path()]


@router.post("", status_code=202, response_model=Withdrawal)
def request_withdrawal(
    body: WithdrawalRequest,
    player: VerifiedPlayer,
    identity: Identity,
    session: SessionDep,
    key: IdempotencyKey = None,
) -> Response:
    """Set `amount` aside and send an SMS with the code that confirms it, or wait for a passkey.

    Not from a device that is new to the account: for a day it waits.
    """

    def act() -> Withdrawal:
        row = withdrawal_requests.request(
            session,
            player=player,
            amount=body.amount,
            by_passkey=bool(body.by_passkey),
            now=utc_now(),
            session_id=identity[1],
        )
        return _view(row)

    return answer_once(
        session,
        user_id=player.id,
        key=key,
        intent="POST /payments/withdrawals",
        body=body,
        status=202,
        act=act,
    )


@router.post("/{withdrawal_id}/confirm", status_code=202)
def confirm_withdrawal(
    withdrawal_id: WithdrawalId,
    body: WithdrawalProof,
    player: CurrentPlayer,
    identity: Identity,
    session: SessionDep,
) -> Withdrawal:
    """Confirm amount and number with the six digits from the SMS, five tries a code, or a passkey.

    Sent again after the answer was lost, it does nothing new.
    """
    proof = Proof(
        digits=body.code,
        credential=body.passkey.as_credential() if body.passkey else None,
        session_id=identity[1],
    )
    return _view(
        withdrawal_requests.confirm(
            session, player=player, withdrawal_id=withdrawal_id, proof=proof, now=utc_now()
        )
    )


@router.post("/{withdrawal_id}/passkey", responses=refuses(NotAllowed))
def begin_passkey_confirmation(
    withdrawal_id: WithdrawalId, player: CurrentPlayer, identity: Identity, session: SessionDep
) -> PasskeyToSign:
    """Get what the browser needs to ask a passkey for a signature of amount and number."""
    asked = withdrawal_requests.ask_for_signature(
        session,
        player=player,
        withdrawal_id=withdrawal_id,
        session_id=identity[1],
        now=utc_now(),
    )
    return PasskeyToSign.model_validate(asked)


@router.post("/{withdrawal_id}/resend-code", status_code=202)
def resend_withdrawal_code(
    withdrawal_id: WithdrawalId, player: CurrentPlayer, session: SessionDep
) -> Withdrawal:
    """Send another code for a withdrawal that waits for one."""
    return _view(
        withdrawal_requests.resend_code(
            session, player=player, withdrawal_id=withdrawal_id, now=utc_now()
        )
    )


@router.post("/{withdrawal_id}/cancel", response_model=Withdrawal)
def cancel_withdrawal(
    withdrawal_id: WithdrawalId,
    player: CurrentPlayer,
    session: SessionDep,
    key: IdempotencyKey = None,
) -> Response:
    """Put the money back into the wallet, as long as M-Pesa was not asked to send it."""

    def act() -> Withdrawal:
        row = withdrawal_requests.cancel(
            session, player=player, withdrawal_id=withdrawal_id, now=utc_now()
        )
        return _view(row)

    return answer_once(
        session,
        user_id=player.id,
        key=key,
        intent=f"POST /payments/withdrawals/{withdrawal_id}/cancel",
        status=200,
        act=act,
    )


@router.get("/{withdrawal_id}")
def get_withdrawal(
    withdrawal_id: WithdrawalId, player: CurrentPlayer, session: SessionDep
) -> Withdrawal:
    """Return what became of one withdrawal."""
    return _view(withdrawal_requests.get(session, user_id=player.id, withdrawal_id=withdrawal_id))


@router.get("")
def list_withdrawals(
    player: CurrentPlayer, session: SessionDep, limit: Limit = 20
) -> WithdrawalList:
    """List the player's last withdrawals, newest first."""
    rows = withdrawal_requests.list_newest(session, user_id=player.id, limit=limit)
    return WithdrawalList(items=[_view(row) for row in rows])


def _view(row: tables.Withdrawal) -> Withdrawal:
    state = WithdrawalState(row.state)
    failure = PayoutFailure(row.failure) if row.failure else None
    return Withdrawal(
        id=row.id,
        status=WITHDRAWAL_STATUS[state],
        state=state,
        amount=row.amount,
        fee=row.fee,
        tax=row.tax,
        net=row.net,
        change=row.change,
        phone=row.phone,
        mpesa_reference=row.mpesa_reference,
        message=message_for(
            state,
            amount=row.amount,
            net=row.net,
            phone=row.phone,
            result_code=row.result_code,
            failure=failure,
        ),
        failure=_failure(failure) if failure else None,
        code_expires_at=row.due_at if state is WithdrawalState.AWAITING_CODE else None,
        created_at=row.created_at,
        sent_at=row.sent_at,
        completed_at=row.completed_at,
    )


def _failure(failure: PayoutFailure) -> WithdrawalFailure:
    message = payout_message(failure)
    return WithdrawalFailure(code=failure, message=message.message, next_step=message.next_step)
