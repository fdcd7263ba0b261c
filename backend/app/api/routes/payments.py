"""Money: deposits from M-Pesa, and the wallet."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import Field

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
from app.core.settings import get_settings
from app.domain.payments.deposits.messages import FAILURE_MESSAGES, message_for
from app.domain.payments.mpesa.results import Failure
from app.domain.payments.states import DEPOSIT_STATUS, DepositState
from app.models import deposit as tables
from app.schemas.base import in_digits
from app.schemas.transaction import (
    Deposit,
    DepositFailure,
    DepositList,
    DepositRequest,
    Hold,
    PaybillAccount,
    Wallet,
)
from app.services.ledger import posting
from app.services.payments import payout_holds
from app.services.payments.deposits import requests as deposit_requests
from app.services.payments.paybill import account

router = APIRouter(prefix="/payments", tags=["payments"])

DepositId = Annotated[int, Field(ge=1, le=2**62), in_digits, Path()]


@router.post("/deposits", status_code=202, response_model=Deposit)
def request_deposit(
    body: DepositRequest, player: VerifiedPlayer, session: SessionDep, key: IdempotencyKey = None
) -> Response:
    """Ask M-Pesa to send a prompt for `amount` shillings to the player's phone."""

    def act() -> Deposit:
        row = deposit_requests.request(session, player=player, amount=body.amount, now=utc_now())
        return _view(row)

    return answer_once(
        session,
        user_id=player.id,
        key=key,
        intent="POST /payments/deposits",
        body=body,
        status=202,
        act=act,
    )


@router.get("/deposits/{deposit_id}")
def get_deposit(deposit_id: DepositId, player: CurrentPlayer, session: SessionDep) -> Deposit:
    """Return what became of one deposit."""
    return _view(deposit_requests.get(session, user_id=player.id, deposit_id=deposit_id))


@router.get("/deposits")
def list_deposits(player: CurrentPlayer, session: SessionDep, limit: Limit = 20) -> DepositList:
    """List the player's last deposits, newest first."""
    rows = deposit_requests.list_newest(session, user_id=player.id, limit=limit)
    return DepositList(items=[_view(row) for row in rows])


@router.get("/wallet")
def get_wallet(player: CurrentPlayer, identity: Identity, session: SessionDep) -> Wallet:
    """Return where the player's money is, and what of it is held, why, and until when."""
    money = posting.balances(session, user_id=player.id)
    holds = payout_holds.of_wallet(session, player=player, now=utc_now(), session_id=identity[1])
    held = min(holds.amount, money.available)
    return Wallet(
        available=money.available,
        playable=money.available - held,
        held=held,
        in_play=money.in_play,
        withdrawing=money.withdrawing,
        total=money.total,
        owed=money.owed,
        holds=[Hold.model_validate(hold) for hold in holds.each],
    )


@router.get("/paybill")
def get_paybill(player: CurrentPlayer, session: SessionDep) -> PaybillAccount:
    """Return how to pay from the M-Pesa menu, without a prompt: the number is the player's own."""
    found = account.account_of(session, user_id=player.id)
    return PaybillAccount(
        shortcode=found.shortcode,
        account=found.account,
        instructions=found.instructions,
        minimum=found.minimum,
        maximum=found.maximum,
    )


def _view(row: tables.Deposit) -> Deposit:
    state = DepositState(row.state)
    failure = Failure(row.failure) if row.failure else None
    return Deposit(
        id=row.id,
        status=DEPOSIT_STATUS[state],
        state=state,
        amount=row.amount,
        tax=row.tax,
        phone=row.phone,
        mpesa_reference=row.mpesa_reference,
        message=message_for(state, amount=row.amount, failure=failure),
        failure=_failure(failure) if failure else None,
        prompt_expires_at=_prompt_expires_at(row, state),
        created_at=row.created_at,
        completed_at=row.completed_at,
    )


def _failure(failure: Failure) -> DepositFailure:
    message = FAILURE_MESSAGES[failure]
    return DepositFailure(code=failure, message=message.message, next_step=message.next_step)


def _prompt_expires_at(row: tables.Deposit, state: DepositState) -> datetime | None:
    if state is not DepositState.PROMPTED or row.prompted_at is None:
        return None
    return row.prompted_at + timedelta(seconds=get_settings().deposit.prompt_seconds)
