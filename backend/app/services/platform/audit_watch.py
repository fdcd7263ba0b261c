"""The hourly check of the audit's chain, from its first entry, against the end of the last check.

Where the last end was is kept outside of the database, by the caller: whoever cuts off the newest
entries leaves a chain that is valid and shorter.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.platform.audit_chain import BrokenChain, Head
from app.services.platform import alerts, audit

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class AuditState:
    """What a check found: the chain's end, and how it is broken, if it is."""

    head: Head
    fault: str | None = None


def check(session: Session, *, known: Head | None, now: datetime) -> AuditState:
    """Follow the chain; log its end, or raise an alert and log how it is broken.

    The log line is the copy outside of the database: `audit chain: 17 entries, head 32b6…`.
    """
    try:
        head = audit.check(session, known=known)
    except BrokenChain as broken:
        alerts.raise_alert(
            session, kind="audit_broken", subject="audit", now=now, fault=str(broken)
        )
        return AuditState(known or Head(), str(broken))
    logger.info("audit chain: %d entries, head %s", head.count, head.hash.hex())
    return AuditState(head)
