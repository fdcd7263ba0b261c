"""Series: staff starts and stops them, and a sweep publishes each next event ahead of its time."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.errors import Conflict, NotFound, refuse_fields
from app.domain.problems import ProblemCode
from app.domain.tournaments import terms as terms_rules
from app.domain.tournaments.series import Weekly
from app.domain.tournaments.templates import TEMPLATES, TemplateName, terms_of
from app.domain.tournaments.terms import Terms
from app.models.tournament import Tournament, TournamentSeries
from app.services.platform import switches
from app.services.platform.switches import SwitchName
from app.services.tournaments import publication


def create(
    session: Session,
    *,
    name: str,
    template: TemplateName,
    weekday: int,
    at: time,
    ahead_days: int,
    entry_fee: Decimal | None,
    guarantee: Decimal | None,
    admin_id: int,
    now: datetime,
) -> TournamentSeries:
    """Start a series; its first event is the next one for which check-in can still open.

    Raises Invalid for terms that no tournament may have.
    """
    first_check_in = now + TEMPLATES[template].check_in
    next_at = Weekly(weekday, at).next_start(first_check_in)
    terms = terms_of(
        template, start_date=next_at, name=name, entry_fee=entry_fee, guarantee=guarantee
    )
    limits = get_settings().match
    refuse_fields(
        terms_rules.faults(
            terms, lowest_fee=limits.minimum_wager, highest_fee=limits.maximum_wager, now=now
        )
    )
    made = TournamentSeries(
        name=name,
        template=template.value,
        weekday=weekday,
        local_time=at,
        ahead_days=ahead_days,
        entry_fee=entry_fee,
        guarantee=guarantee,
        next_at=next_at,
        due_at=next_at - timedelta(days=ahead_days),
        created_by=admin_id,
    )
    session.add(made)
    session.flush()
    session.refresh(made)
    return made


def stop(session: Session, *, series_id: int) -> TournamentSeries:
    """End a series, but not what it has published; raises NotFound, Conflict if it has ended."""
    found = session.get(TournamentSeries, series_id, with_for_update=True)
    if found is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such series.")
    if not found.is_active:
        raise Conflict(ProblemCode.NOT_POSSIBLE, "This series has been stopped before.")
    found.is_active, found.due_at = False, None
    session.flush()
    return found


def list_all(session: Session) -> list[TournamentSeries]:
    """Return all series, those that go on first, by their next event."""
    return list(
        session.scalars(
            select(TournamentSeries).order_by(
                TournamentSeries.is_active.desc(), TournamentSeries.next_at, TournamentSeries.id
            )
        )
    )


def due(session: Session, *, now: datetime, rows: int) -> list[int]:
    """Return ids of series whose next event is to be published; none while the switch is off."""
    if not switches.is_on(session, name=SwitchName.TOURNAMENTS):
        return []
    found = select(TournamentSeries.id).where(TournamentSeries.due_at <= now)
    return list(session.scalars(found.order_by(TournamentSeries.due_at).limit(rows)))


def step(session: Session, series_id: int, now: datetime) -> None:
    """Publish the next event of a series that is due, once, and wait for the one after it.

    A date that has passed, or whose check-in would be open already, is left out. What refuses the
    event, such as a sponsor without money, is raised: nothing is written, and staff is alerted.
    """
    series = session.scalars(
        select(TournamentSeries)
        .where(TournamentSeries.id == series_id, TournamentSeries.due_at <= now)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if series is None:
        return
    terms = _terms(series)
    if terms.check_in_opens_at > now and not _is_made(session, series):
        made = publication.create(session, terms=terms, now=now, created_by=series.created_by)
        actor = f"series:{series.id}"
        publication.publish(session, tournament_id=made.id, actor=actor, now=now)
    latest = max(series.next_at, now)
    series.next_at = Weekly(series.weekday, series.local_time).next_start(latest)
    series.due_at = series.next_at - timedelta(days=series.ahead_days)
    session.flush()


def postpone(session: Session, series_id: int, *, until: datetime) -> None:
    """Look at a series whose event could not be published again at `until`."""
    session.execute(
        update(TournamentSeries)
        .where(TournamentSeries.id == series_id, TournamentSeries.due_at < until)
        .values(due_at=until)
    )


def _terms(series: TournamentSeries) -> Terms:
    return terms_of(
        TemplateName(series.template),
        start_date=series.next_at,
        name=series.name,
        entry_fee=series.entry_fee,
        guarantee=series.guarantee,
        series_id=series.id,
    )


def _is_made(session: Session, series: TournamentSeries) -> bool:
    """Say whether there is an event for this date already, also one that has been moved since."""
    made = session.scalars(
        select(Tournament.id)
        .where(Tournament.series_id == series.id, Tournament.start_date == series.next_at)
        .limit(1)
    )
    return made.first() is not None
