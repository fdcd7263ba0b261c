"""What everybody may read of tournaments: the list, one of them, its field."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Float, case, cast, func, select, tuple_
from sqlalchemy.orm import Session

from app.core.database import Unit, cursor_of
from app.domain.tournaments.lifecycle import (
    BEFORE_SEEDS,
    GONE,
    PHASES,
    EntryState,
    ParticipantStatus,
    Phase,
    TournamentStatus,
)
from app.domain.tournaments.prizes import WHOLE, shares
from app.models.tournament import (
    Tournament,
    TournamentEntry,
    TournamentParticipant,
)
from app.models.user import PlayerStats, User
from app.services.tournaments import transitions


@dataclass(frozen=True)
class Line:
    """A tournament with its pool of now (KES) and the length of its waiting list."""

    tournament: Tournament
    pool: Decimal
    waiting: int

    @property
    def lot_secret(self) -> str | None:
        """The secret of the lot (hexadecimal) once it is drawn, for everybody to verify."""
        row = self.tournament
        is_drawn = row.status not in (*BEFORE_SEEDS, TournamentStatus.CANCELLED)
        return row.lot_secret.hex() if row.lot_secret and is_drawn else None


@dataclass(frozen=True)
class PrizeLine:
    """What a place is worth (KES) with the pool of now, and its part of it in percent."""

    place: int
    percent: float
    amount: Decimal


@dataclass(frozen=True)
class Participant:
    """Somebody in the field or on the waiting list; the rating is that of their seed, or of now."""

    username: str
    status: str
    seed: int | None
    rating: int | None
    place_first: int | None
    place_last: int | None
    is_simulated: bool = False


def edition(session: Unit, *, tournament_id: int) -> int | None:
    """Return the edition of what is shown of a tournament; None if nobody may see it."""
    cursor = cursor_of(session)
    cursor.execute(
        "SELECT version FROM tournaments WHERE id = %s AND published_at IS NOT NULL",
        (tournament_id,),
    )
    row = cursor.fetchone()
    return row[0] if row else None


def list_published(
    session: Session, *, phase: Phase | None, after: int | None, rows: int, drafts: bool = False
) -> list[Line]:
    """Return tournaments behind tournament `after`: the next to begin first, those that are over
    last, the latest of them first. With `drafts` those, too, as staff sees them.
    """
    is_over = Tournament.status.in_(PHASES[Phase.FINISHED])
    begins = cast(func.extract("epoch", Tournament.start_date), Float)
    place = (is_over, case((is_over, -begins), else_=begins), Tournament.id)
    wanted: list[ColumnElement[bool]] = []
    if phase is not None:
        wanted.append(Tournament.status.in_(PHASES[phase]))
    if not drafts:
        wanted.append(Tournament.published_at.is_not(None))
    if after is not None:
        last = session.execute(select(*place).where(Tournament.id == after)).one_or_none()
        if last is None:
            return []
        wanted.append(tuple_(*place) > tuple_(*last))
    found = session.scalars(
        select(Tournament)
        .where(*wanted)
        .order_by(*place)
        .limit(rows)
        .execution_options(populate_existing=True)
    )
    return lines(session, list(found))


def lines(session: Session, tournaments: Sequence[Tournament]) -> list[Line]:
    """Return these tournaments with what their participants and entries add up to."""
    ids = [one.id for one in tournaments]
    pools: dict[int, Decimal] = _by_id(
        session,
        select(TournamentEntry.tournament_id, func.sum(TournamentEntry.prize_part))
        .where(
            TournamentEntry.tournament_id.in_(ids),
            TournamentEntry.state != EntryState.REFUNDED,
        )
        .group_by(TournamentEntry.tournament_id),
    )
    waiting: dict[int, int] = _by_id(
        session,
        select(TournamentParticipant.tournament_id, func.count())
        .where(
            TournamentParticipant.tournament_id.in_(ids),
            TournamentParticipant.status == ParticipantStatus.WAITING,
        )
        .group_by(TournamentParticipant.tournament_id),
    )
    return [
        Line(
            tournament=one,
            pool=max(pools.get(one.id, Decimal(0)), one.guarantee),
            waiting=waiting.get(one.id, 0),
        )
        for one in tournaments
    ]


def line(session: Session, *, tournament_id: int, drafts: bool = False) -> Line:
    """Return one tournament; raises NotFound, also for a draft unless `drafts`."""
    found = transitions.find(session, tournament_id=tournament_id, drafts=drafts)
    return lines(session, [found])[0]


def prize_table(shown: Line) -> list[PrizeLine]:
    """Return what each place is worth as long as nobody shares one and nobody else joins."""
    split = shown.tournament.prize_split
    worth = shares(shown.pool, split, [[place] for place in range(1, len(split) + 1)])
    return [
        PrizeLine(place, part * 100 / WHOLE, worth.get(place, Decimal(0)))
        for place, part in enumerate(split, 1)
    ]


def participants(session: Session, *, tournament_id: int) -> list[Participant]:
    """Return the field and the waiting list: by seed, and before there are seeds by joining."""
    transitions.find(session, tournament_id=tournament_id)
    found = session.execute(
        select(TournamentParticipant, User.shown_name, PlayerStats.rating, User.is_simulated)
        .join(User, User.id == TournamentParticipant.user_id)
        .join(PlayerStats, PlayerStats.user_id == TournamentParticipant.user_id)
        .where(
            TournamentParticipant.tournament_id == tournament_id,
            TournamentParticipant.status.not_in(GONE),
        )
        .order_by(
            TournamentParticipant.seed.asc().nulls_last(),
            TournamentParticipant.joined_at,
            TournamentParticipant.id,
        )
    )
    return [
        Participant(
            username=username,
            status=one.status,
            seed=one.seed,
            rating=round(one.rating if one.rating is not None else rating),
            place_first=one.place_first,
            place_last=one.place_last,
            is_simulated=is_simulated,
        )
        for one, username, rating, is_simulated in found
    ]


def _by_id(session: Session, pairs: Any) -> dict[int, Any]:
    return {row[0]: row[1] for row in session.execute(pairs)}
