"""The board: what is going on in the whole house at one moment, for whoever is on duty.

It puts together what monitoring counts (`monitoring`, `play_figures`, `money_figures`), the queue
by stake, and the proposals that this person may decide. Times are ages in seconds, money in KES.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.domain.platform.rights import Right, may
from app.models.dispute import MatchRuling
from app.models.factor import FactorReset
from app.models.match import Match
from app.models.platform import ManualRuling
from app.models.prize_clawback import PrizeAdvance, PrizeClawback
from app.models.role_change import RoleChange
from app.models.staff_proposal import StaffProposal
from app.models.tournament import SponsorFunding
from app.models.user import User
from app.services.platform import money_figures, monitoring, play_figures
from app.services.platform.money_figures import MoneyFigures
from app.services.platform.monitoring import Counts
from app.services.platform.play_figures import PlayFigures

_OPEN_MATCHES = ("pending", "active", "disputed")

# What two people decide, by who may decide it.
_PROPOSALS: dict[str, tuple[Any, Right]] = {
    "payments": (ManualRuling, Right.RULE_PAYMENTS),
    "matches": (MatchRuling, Right.RULE_MATCHES),
    "sponsor": (SponsorFunding, Right.FUND_SPONSOR),
    "clawbacks": (PrizeClawback, Right.TAKE_PRIZES_BACK),
    "advances": (PrizeAdvance, Right.TAKE_PRIZES_BACK),
    "roles": (RoleChange, Right.CHANGE_ROLES),
    "factors": (FactorReset, Right.RESET_FACTORS),
    "money": (StaffProposal, Right.DECIDE_PROPOSALS),
}
_QUEUES = text(
    """
SELECT title, mode, platform, wager_amount AS stake, count(*) AS players,
       EXTRACT(EPOCH FROM CAST(:now AS timestamptz) - min(created_at)) AS oldest
FROM matchmaking_queue WHERE match_id IS NULL AND challenge_id IS NULL
GROUP BY 1, 2, 3, 4 ORDER BY players DESC, stake LIMIT 50
"""
)
# Callbacks have no index by time, so the newest ones are looked at, by their ids.
_ARRIVED = text(
    """
SELECT EXTRACT(EPOCH FROM CAST(:now AS timestamptz) - max(received_at)) AS last,
       count(*) FILTER (WHERE received_at > CAST(:now AS timestamptz) - interval '5 minutes')
         AS in_five_minutes
FROM (SELECT received_at FROM mpesa_callbacks ORDER BY id DESC LIMIT 2000) newest
"""
)


@dataclass(frozen=True)
class QueueLine:
    """Who waits for the same game at the same stake, and for how long the first of them has."""

    title: str
    mode: str
    platform: str
    stake: Decimal
    players: int
    oldest: int


@dataclass(frozen=True)
class Approvals:
    """Proposals of others that this person may decide: how many, and when the first lapses."""

    kind: str
    count: int
    first_due_at: datetime


@dataclass(frozen=True)
class Board:
    """All of it at one moment. `last_callback` is None before M-Pesa has ever called."""

    at: datetime
    queues: list[QueueLine]
    matches: dict[str, int]
    play: PlayFigures
    money: MoneyFigures
    counts: Counts
    last_callback: float | None
    callbacks_in_five_minutes: int
    approvals: list[Approvals]


def take(session: Session, *, person: User, now: datetime) -> Board:
    """Read the board as this person of staff sees it."""
    arrived = session.execute(_ARRIVED, {"now": now}).one()
    return Board(
        at=now,
        queues=_queues(session, now),
        matches=_matches(session),
        play=play_figures.take(session, now=now),
        money=money_figures.take(session, now=now),
        counts=monitoring.count(session, now=now),
        last_callback=None if arrived.last is None else float(arrived.last),
        callbacks_in_five_minutes=arrived.in_five_minutes,
        approvals=_approvals(session, person=person, now=now),
    )


def _queues(session: Session, now: datetime) -> list[QueueLine]:
    return [
        QueueLine(row.title, row.mode, row.platform, row.stake, row.players, int(row.oldest))
        for row in session.execute(_QUEUES, {"now": now})
    ]


def _matches(session: Session) -> dict[str, int]:
    counted = session.execute(
        select(Match.status, func.count())
        .where(Match.status.in_(_OPEN_MATCHES))
        .group_by(Match.status)
    )
    known = {str(status): count for status, count in counted}
    return dict.fromkeys(_OPEN_MATCHES, 0) | known


def _approvals(session: Session, *, person: User, now: datetime) -> list[Approvals]:
    found = []
    for kind, (table, right) in _PROPOSALS.items():
        if not may(person.role, right):
            continue
        count, first = session.execute(
            select(func.count(), func.min(table.due_at)).where(
                table.decision.is_(None), table.due_at > now, table.proposed_by != person.id
            )
        ).one()
        if count:
            found.append(Approvals(kind, count, first))
    return found
