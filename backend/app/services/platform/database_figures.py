"""What the database says of itself: version, migration, our login, clock, replication."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

_FACTS = text(
    """
SELECT current_setting('server_version') AS version, session_user::text AS login,
       current_setting('lock_timeout') AS lock_timeout, clock_timestamp() AS clock,
       (SELECT version_num FROM alembic_version) AS migration,
       pg_is_in_recovery() AS is_standby,
       current_setting('synchronous_standby_names') <> '' AS wants_standby,
       pg_has_role(session_user, 'pg_read_all_stats', 'USAGE') AS sees_standbys
"""
)
_STANDBYS = text("SELECT sync_state, count(*) FROM pg_stat_replication GROUP BY 1")
_SLOTS = text(
    "SELECT slot_name::text, safe_wal_size FROM pg_replication_slots"
    " WHERE safe_wal_size IS NOT NULL"
)


@dataclass(frozen=True)
class DatabaseFigures:
    """`standbys` is by `sync_state`, None unless our login may see it (`pg_read_all_stats`).

    `slots` holds for each replication slot how many bytes of WAL it may still fall behind.
    """

    version: str
    login: str
    lock_timeout: str
    clock: datetime
    migration: str
    is_standby: bool
    wants_standby: bool
    standbys: dict[str, int] | None
    slots: dict[str, int] = field(default_factory=dict)


def take(session: Session) -> DatabaseFigures:
    """Ask the database about itself."""
    facts = session.execute(_FACTS).one()
    standbys = None
    if facts.sees_standbys:
        standbys = {row[0]: row[1] for row in session.execute(_STANDBYS)}
    return DatabaseFigures(
        version=facts.version,
        login=facts.login,
        lock_timeout=facts.lock_timeout,
        clock=facts.clock,
        migration=facts.migration,
        is_standby=facts.is_standby,
        wants_standby=facts.wants_standby,
        standbys=standbys,
        slots={row[0]: row[1] for row in session.execute(_SLOTS)},
    )
