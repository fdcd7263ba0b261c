"""What we have learned that Activision does not show: private matches, most probably (§0)."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.models.cod import CodCapability

PRIVATE = "private_visible"


def shows_private(session: Session, *, now: datetime) -> bool:
    """Say whether private matches are worth looking up now."""
    off_until = session.execute(
        select(CodCapability.off_until).where(CodCapability.name == PRIVATE)
    ).scalar_one_or_none()
    return off_until is None or off_until <= now


def saw_private(session: Session) -> None:
    """Record that a private match was seen: Activision shows them."""
    facts = {"misses": 0, "off_until": None}
    session.execute(
        insert(CodCapability)
        .values(name=PRIVATE, **facts)
        .on_conflict_do_update(index_elements=["name"], set_=facts)
    )


def missed_private(session: Session, *, now: datetime) -> None:
    """Count an agreed private match that Activision never showed; pause lookups after some."""
    cod = get_settings().cod
    session.execute(insert(CodCapability).values(name=PRIVATE).on_conflict_do_nothing())
    learned = session.get(CodCapability, PRIVATE, with_for_update=True, populate_existing=True)
    assert learned is not None
    learned.misses += 1
    if learned.misses >= cod.max_private_profile_hits:
        learned.misses = 0
        learned.off_until = now + timedelta(days=cod.private_rest_days)
    session.flush()
