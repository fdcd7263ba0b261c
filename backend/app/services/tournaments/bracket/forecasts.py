"""When the players of a tournament play next, and when it ends: computed by the worker.

At most every fifteen seconds for each tournament, and kept in its row; requests only read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, text, update
from sqlalchemy.orm import Session

from app.domain.matches.states import MatchStatus
from app.domain.tournaments.forecast.durations import (
    PRIOR,
    Durations,
    Measured,
    Stage,
    durations_of,
)
from app.domain.tournaments.forecast.forecast import Forecast, Running, forecast
from app.domain.tournaments.lifecycle import TournamentStatus
from app.models.dispute import Dispute
from app.models.match import Match, MatchReport
from app.models.tournament import Tournament, TournamentMatch
from app.services.tournaments.bracket import store

EVERY = timedelta(seconds=15)
_MINUTE = 60.0

# The stages of the latest matches of a mode, in minutes, oldest first.
_HISTORY = text("""
SELECT extract(epoch FROM m.started_at - m.created_at) / 60 AS check_in,
       extract(epoch FROM r.first_at - m.started_at) / 60 AS play,
       extract(epoch FROM m.completed_at - r.first_at) / 60 AS report
  FROM (SELECT * FROM matches ORDER BY id DESC LIMIT 2000) m
    CROSS JOIN LATERAL (SELECT min(created_at) AS first_at FROM match_reports
                        WHERE match_id = m.id) r
 WHERE m.mode = :mode AND m.status = 'completed' AND m.replays = 0
   AND m.started_at IS NOT NULL AND r.first_at > m.started_at AND m.completed_at > r.first_at
   AND NOT EXISTS (SELECT FROM disputes d WHERE d.match_id = m.id)
 ORDER BY m.id
""")


@dataclass(frozen=True)
class Wait:
    """In how many minutes somebody plays next; None while that hangs on a dispute."""

    minutes: tuple[int, int] | None


@dataclass(frozen=True)
class Outlook:
    """The forecast of a tournament: its end in minutes, and who waits how long, by user id."""

    finish: tuple[int, int]
    waits: Mapping[int, Wait]

    @classmethod
    def of(cls, tournament: Tournament) -> "Outlook | None":
        """Return what is forecast of a tournament; None unless it runs, and until it is known."""
        kept = tournament.forecast
        is_running = tournament.status == TournamentStatus.RUNNING
        if kept is None or not is_running or tournament.paused_at is not None:
            return None
        waits = {int(user_id): Wait(_pair(each)) for user_id, each in kept["waits"].items()}
        finish = kept["finish"]
        return cls((finish[0], finish[1]), waits)

    @property
    def waits_on_dispute(self) -> bool:
        return any(one.minutes is None for one in self.waits.values())


def find_stale(session: Session, *, now: datetime, rows: int = 50) -> list[int]:
    """Return the ids of running tournaments whose forecast is older than it may be."""
    found = session.scalars(
        select(Tournament.id)
        .where(
            Tournament.status == TournamentStatus.RUNNING,
            Tournament.paused_at.is_(None),
            or_(Tournament.forecast_at.is_(None), Tournament.forecast_at <= now - EVERY),
        )
        .order_by(Tournament.forecast_at.nulls_first())
        .limit(rows)
    )
    return list(found)


def refresh(session: Session, tournament_id: int, *, now: datetime) -> None:
    """Compute the forecast of a running tournament, and keep it in its row.

    It is computed without the lock of the row, since it only says what is likely.
    """
    tournament = session.get_one(Tournament, tournament_id, populate_existing=True)
    if tournament.status != TournamentStatus.RUNNING or tournament.paused_at is not None:
        return
    seen = store.snapshot(session, tournament)
    played = _played(session, tournament_id)
    found = forecast(
        seen.state,
        _running(session, seen.rows, played),
        now=now,
        durations=_durations(session, tournament),
        plays=[
            (match.completed_at - match.started_at).total_seconds() / _MINUTE
            for match in played.values()
            if match.started_at is not None and match.completed_at is not None
        ],
        seed=tournament.version,
    )
    session.execute(
        update(Tournament)
        .where(Tournament.id == tournament_id)
        .values(forecast=_json(found), forecast_at=now)
        .execution_options(synchronize_session=False)
    )


def _played(session: Session, tournament_id: int) -> dict[int, Match]:
    found = session.scalars(select(Match).where(Match.tournament_id == tournament_id))
    return {match.id: match for match in found}


def _running(
    session: Session, rows: Mapping[str, TournamentMatch], played: Mapping[int, Match]
) -> dict[str, Running]:
    live = {
        key: played[row.match_id]
        for key, row in rows.items()
        if row.ending is None and row.match_id is not None
    }
    match_ids = [match.id for match in live.values()]
    reports = session.execute(
        select(MatchReport.match_id, func.min(MatchReport.created_at))
        .where(MatchReport.match_id.in_(match_ids))
        .group_by(MatchReport.match_id)
    )
    disputes = session.execute(
        select(Dispute.match_id, Dispute.opened_at).where(Dispute.match_id.in_(match_ids))
    )
    reported = {row[0]: row[1] for row in reports}
    disputed = {row[0]: row[1] for row in disputes}
    return {
        key: _stage(match, reported.get(match.id), disputed.get(match.id))
        for key, match in live.items()
    }


def _stage(match: Match, reported: datetime | None, disputed: datetime | None) -> Running:
    if match.status == MatchStatus.DISPUTED and disputed is not None:
        return Running(Stage.DISPUTE, disputed)
    if match.started_at is None:
        return Running(Stage.CHECK_IN, match.created_at)
    if reported is not None and reported >= match.started_at:
        return Running(Stage.REPORT, reported)
    return Running(Stage.PLAY, match.started_at)


def _durations(session: Session, tournament: Tournament) -> Durations:
    rows = session.execute(_HISTORY, {"mode": tournament.mode})
    measured = [
        Measured(check_in=float(row.check_in), play=float(row.play), report=float(row.report))
        for row in rows
    ]
    return replace(
        durations_of(measured, PRIOR), absent_after=tournament.match_check_in_seconds / _MINUTE
    )


def _json(found: Forecast | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "finish": [found.from_minutes, found.to_minutes],
        "waits": {
            str(player): None if one.waits_on_dispute else [one.from_minutes, one.to_minutes]
            for player, one in found.next_matches.items()
        },
    }


def _pair(value: list[int] | None) -> tuple[int, int] | None:
    return None if value is None else (value[0], value[1])
