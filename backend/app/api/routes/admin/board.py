"""The board of staff: one page about everything that goes on."""

from datetime import UTC, datetime
from decimal import Decimal

from fastapi import APIRouter

from app.api.deps import SessionDep
from app.api.metrics import noted
from app.api.staff import ReadsWatch
from app.core.clock import utc_now
from app.domain.reserves.record import MpesaBalance
from app.schemas.board import (
    BoardAlarms,
    BoardApprovals,
    BoardAudit,
    BoardCallbacks,
    BoardDisputes,
    BoardFunds,
    BoardJobs,
    BoardMatches,
    BoardPayments,
    BoardQueue,
    StaffBoard,
)
from app.schemas.platform import SwitchState
from app.services.platform import board, switches
from app.services.platform.board import Board
from app.services.platform.play_figures import PlayFigures
from app.services.reserves import mpesa

router = APIRouter(prefix="/admin", tags=["admin: watch"])


@router.get("/board", summary="What is going on, on one page")
def get_board(person: ReadsWatch, session: SessionDep) -> StaffBoard:
    """Show queues, open matches, disputes, payments, callbacks, the float, alerts and switches.

    `approvals` are proposals of others that your role may decide. Times are ages in seconds. What
    workers last noted in Redis (books, jobs, audit) is null while it does not answer.
    """
    taken = board.take(session, person=person, now=utc_now())
    return StaffBoard(
        at=taken.at,
        queues=[BoardQueue.model_validate(line) for line in taken.queues],
        matches=BoardMatches(**taken.matches, overdue=int(taken.play.overdue)),
        disputes=_disputes(taken.play),
        payments=[
            BoardPayments(kind=one.kind, state=one.state, count=one.count, oldest=int(one.oldest))
            for one in taken.counts.waiting
            if one.count
        ],
        callbacks=_callbacks(taken),
        funds=_funds(mpesa.last_balance(session)),
        jobs=_jobs(),
        alarms=[
            BoardAlarms(kind=kind, count=count)
            for kind, count in sorted(taken.counts.alerts.items())
        ],
        switches=[SwitchState.model_validate(one) for one in switches.list_all(session)],
        approvals=[BoardApprovals.model_validate(one) for one in taken.approvals],
        audit=_audit(),
    )


def _disputes(play: PlayFigures) -> BoardDisputes:
    return BoardDisputes(
        under_1_day=play.disputes["under_1_day"],
        days_1_to_3=play.disputes["1_to_3_days"],
        over_3_days=play.disputes["over_3_days"],
        oldest=int(play.oldest_dispute),
    )


def _callbacks(taken: Board) -> BoardCallbacks:
    return BoardCallbacks(
        waiting=taken.money.callbacks,
        oldest=int(taken.money.oldest_callback),
        last=None if taken.last_callback is None else int(taken.last_callback),
        in_five_minutes=taken.callbacks_in_five_minutes,
    )


def _funds(told: MpesaBalance | None) -> BoardFunds:
    books = noted.ledger()
    ours, owned = (books.get(name) for name in ("at_mpesa", "players_money"))
    short = None if ours is None or owned is None else max(0.0, owned - ours)
    return BoardFunds(
        mpesa_says=None if told is None else told.amount,
        mpesa_said_at=None if told is None else told.at,
        books_say=_kes(ours),
        players_own=_kes(owned),
        books_at=_moment(books.get("checked_at")),
        short=_kes(short),
    )


def _jobs() -> BoardJobs:
    figures = noted.jobs()
    if figures is None:
        return BoardJobs(beat=None, oldest=None)
    return BoardJobs(
        beat=None if figures.beat_age is None else int(figures.beat_age),
        oldest=int(max(figures.oldest.values(), default=0)),
    )


def _audit() -> BoardAudit:
    kept = noted.audit()
    return BoardAudit(
        entries=int(kept["count"]) if "count" in kept else None,
        head=kept.get("head"),
        checked_at=_moment(float(kept["checked_at"]) if "checked_at" in kept else None),
        broken=kept.get("broken") == "1",
    )


def _kes(amount: float | None) -> Decimal | None:
    return None if amount is None else round(Decimal(amount), 2)


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
