"""Sweep of pictures: retire those whose time is over, and delete their files from the store."""

import logging
from functools import partial

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.integrations.storage import StoreAway, get_store, key_of
from app.services.evidence import retention
from app.workers.sweep import run_each, sweep_rows
from app.workers.task import task

logger = logging.getLogger(__name__)

_ROWS = 100


@task(Job.SWEEP_EVIDENCE)
def sweep_evidence() -> None:
    """Retire overdue pictures and delete their files, one by one; an outage leaves them."""
    now = utc_now()
    sweep_rows(
        "picture",
        now=now,
        find=partial(retention.find_overdue, now=now, rows=_ROWS),
        apply=retention.retire,
        postpone=retention.postpone,
    )
    with transaction() as session:
        files = {
            file.id: file for file in retention.find_deletable(session, now=utc_now(), rows=_ROWS)
        }

    if _store_answers(list(files.values())):
        run_each(
            "picture",
            list(files),
            run=lambda picture_id: _delete(files[picture_id]),
            now=now,
            postpone=retention.postpone,
        )


def _store_answers(files: list[retention.StoredFile]) -> bool:
    """Say whether the store can be reached: in an outage no single file is to blame."""
    try:
        for file in files[:1]:
            get_store().exists(_key(file))
    except StoreAway as error:
        logger.warning("the store of evidence is away, files are deleted later: %s", error)
        return False
    return True


def _delete(file: retention.StoredFile) -> None:
    get_store().delete(_key(file))
    with transaction() as session:
        retention.record_deleted(session, file.id)


def _key(file: retention.StoredFile) -> str:
    return key_of(match_id=file.match_id, picture_id=file.id, sha256=file.sha256)
