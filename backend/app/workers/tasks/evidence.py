"""What the workers do with pictures: delete the files that nobody may see any more."""

import logging

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.integrations.storage import StoreAway, get_store, key_of
from app.services.evidence import retention as evidence_sweeps
from app.workers.task import task

logger = logging.getLogger(__name__)

_ROWS = 100


@task(Job.SWEEP_EVIDENCE)
def sweep_evidence() -> None:
    """Give up dead uploads and old proof, then delete their files; an outage leaves the rest."""
    now = utc_now()
    with transaction() as session:
        evidence_sweeps.give_up(session, now=now)
        evidence_sweeps.expire(session, now=now)
        left = evidence_sweeps.leftovers(session, now=now, rows=_ROWS)
    gone: list[int] = []
    try:
        for file in left:
            key = key_of(match_id=file.match_id, picture_id=file.id, sha256=file.sha256)
            get_store().delete(key)
            gone.append(file.id)
    except StoreAway as error:
        logger.warning("the store of evidence is away, files are deleted later: %s", error)
    if gone:
        with transaction() as session:
            evidence_sweeps.forget(session, ids=gone)
