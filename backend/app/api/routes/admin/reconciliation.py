"""Reconciliation: whether our ledger and M-Pesa agree, to the cent."""

from typing import Annotated

from fastapi import APIRouter, File, UploadFile

from app.api.deps import Limit, RowId, SessionDep
from app.api.staff import Reconciles
from app.core.clock import utc_now
from app.domain.reconciliation.comparison import explained_percent
from app.models import reconciliation as tables
from app.schemas.reconciliation import (
    ReconciliationBreak,
    ReconciliationList,
    ReconciliationReport,
    ReconciliationRun,
    ReconciliationStart,
    StatementUpload,
)
from app.services.reconciliation import reports

router = APIRouter(prefix="/admin/payments/reconciliation", tags=["admin: reconciliation"])

LARGEST_STATEMENT = 8 * 1024 * 1024  # about 60,000 rows; a longer one is handed in by days


@router.post("/runs", status_code=202, summary="Compare the accounts of a day")
def start_run(
    body: ReconciliationStart, admin: Reconciles, session: SessionDep
) -> ReconciliationRun:
    """Begin a comparison; it takes about a minute, since M-Pesa answers later.

    Yesterday is compared by itself, every night from three o'clock on.
    """
    run = reports.start(session, day=body.day, admin_id=admin.id, now=utc_now())
    return _shown(run)


@router.get("/runs", summary="The comparisons so far")
def list_runs(_: Reconciles, session: SessionDep, limit: Limit = 20) -> ReconciliationList:
    """Return the newest comparisons first."""
    return ReconciliationList(items=[_shown(run) for run in reports.list_runs(session, rows=limit)])


@router.get("/runs/{run_id}", summary="One comparison, with all that differs")
def get_run(run_id: RowId, _: Reconciles, session: SessionDep) -> ReconciliationReport:
    """Return a comparison and its breaks, each with the difference to the cent.

    Nothing is corrected by itself: a break is seen to by two people (`/admin/rulings`).
    """
    run, breaks = reports.get(session, run_id=run_id)
    return ReconciliationReport(
        run=_shown(run), breaks=[ReconciliationBreak.model_validate(one) for one in breaks]
    )


@router.post(
    "/statement",
    summary="Hand in a statement from M-Pesa's portal",
    max_body_size=LARGEST_STATEMENT,
)
def hand_in_statement(
    file: Annotated[UploadFile, File(description="the CSV as it was downloaded")],
    admin: Reconciles,
    session: SessionDep,
) -> StatementUpload:
    """Store its rows; the same file may be uploaded again.

    A comparison of those days then uses them: it is the only source of charges and transfers, and
    of all that is older than the 48 hours that M-Pesa lists by itself.
    """
    upload = reports.hand_in(session, content=file.file.read(), admin_id=admin.id, now=utc_now())
    return StatementUpload.model_validate(upload)


def _shown(run: tables.ReconciliationRun) -> ReconciliationRun:
    return ReconciliationRun.model_validate(
        {
            **{name: getattr(run, name) for name in _COLUMNS},
            "explained_percent": explained_percent(run.cents_explained, of=run.cents_seen),
        }
    )


_COLUMNS = [name for name in ReconciliationRun.model_fields if name != "explained_percent"]
