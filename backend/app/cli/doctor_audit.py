"""What `make doctor` says about the audit's hash chain."""

from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError

from app.cli.doctor_findings import Finding, State
from app.core.database import DATABASE_AWAY, transaction
from app.core.database_login import UnsafeLogin
from app.domain.platform.audit_chain import BrokenChain
from app.services.platform import audit

_CANNOT_ASK: tuple[type[BaseException], ...] = (*DATABASE_AWAY, DBAPIError, UnsafeLogin)


def of_audit() -> Iterator[Finding]:
    """Yield whether the audit is what was written; nothing where the database cannot be asked."""
    try:
        with transaction() as session:
            head = audit.check(session)
    except BrokenChain as broken:
        yield Finding(State.WRONG, "audit", f"it is broken: {broken}")
    except _CANNOT_ASK:
        return  # said by who looked at PostgreSQL
    else:
        said = f"its {head.count} entries are as they were written, head {head.hash.hex()[:16]}"
        yield Finding(State.OK, "audit", said)
