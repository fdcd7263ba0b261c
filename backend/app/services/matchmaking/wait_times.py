"""Expected waiting time, from how long players waited recently."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.models.match import Match

_HISTORY = 50  # matches that are looked at
_ENOUGH = 5


@dataclass(frozen=True)
class ExpectedWait:
    """Half waited at most `p50` seconds and nine of ten `p90`, of `matches` lately.

    `basis` says how like they were: of this `stake`, of this `game`, or of `anything`.
    """

    p50: int
    p90: int
    matches: int
    basis: str


def expected_wait(
    session: Session, *, stakes: Collection[Decimal], title: str, mode: str, platform: str
) -> ExpectedWait | None:
    """Return how long players for one of `stakes` (KES) had to wait; None if unknown.

    Without enough matches for these stakes those for all stakes count, then those of all games. Of
    each match the longer wait counts: the other one joined later and found them.
    """
    game = (Match.title == title, Match.mode == mode, Match.platform == platform)
    for basis, terms in (
        ("stake", (*game, Match.wager_amount.in_(stakes))),
        ("game", game),
        ("anything", ()),
    ):
        found = _measured(session, terms, basis=basis)
        if found is not None:
            return found
    return None


def _measured(
    session: Session, terms: tuple[ColumnElement[bool], ...], *, basis: str
) -> ExpectedWait | None:
    recent = (
        select(func.greatest(Match.player1_waited, Match.player2_waited).label("waited"))
        .where(Match.origin == "queue", *terms)
        .order_by(Match.id.desc())
        .limit(_HISTORY)
        .subquery()
    )
    count, shares = session.execute(
        select(
            func.count(),
            func.percentile_cont([0.5, 0.9]).within_group(recent.c.waited),
        )
    ).one()
    if count < _ENOUGH:
        return None
    p50, p90 = (round(share) for share in shares)
    return ExpectedWait(p50=p50, p90=p90, matches=count, basis=basis)
