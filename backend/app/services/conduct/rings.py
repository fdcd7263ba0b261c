"""Search for rings: read the rows, and record which pairs are under suspicion.

The search itself is pure (`domain/conduct/rings`) and runs between two transactions. What follows
for a player is decided by their risk (`risk.score`): withdrawals wait until a person has looked.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.domain.conduct.rings.detection import Suspicion
from app.domain.conduct.rings.facts import Facts, Game, Money, pair_of
from app.domain.conduct.rings.pairs import Edge
from app.domain.conduct.rings.words import explain
from app.models.risk import RiskFlag, SuspectedPair
from app.models.user import User
from app.services.platform import alerts

_LOOKED_AT = timedelta(days=60)
_DAY = 86_400.0
_NEWCOMER = 1000.0
_MOST_ON_ONE_DEVICE = 6  # a café is not a household
_GROWN_BY = 1.0  # nats, from which a cleared pair is under suspicion again

_GAMES = text("""
SELECT m.id, m.player1_id, m.player2_id, m.result, m.wager_amount::float8 AS stake,
  extract(epoch FROM m.completed_at)::float8 AS ended,
  extract(epoch FROM m.completed_at - m.started_at)::float8 AS seconds,
  one.rating_before AS rating_one, two.rating_before AS rating_two,
  m.reason IN ('forfeit', 'not_ready', 'walked_away') AS forfeit,
  EXISTS (SELECT FROM disputes d WHERE d.match_id = m.id) AS disputed
FROM matches m
LEFT JOIN rating_changes one
  ON one.match_id = m.id AND one.user_id = m.player1_id AND one.reversed_at IS NULL
LEFT JOIN rating_changes two
  ON two.match_id = m.id AND two.user_id = m.player2_id AND two.reversed_at IS NULL
WHERE m.completed_at > :since AND m.result IN ('player1', 'player2', 'draw')
  AND NOT EXISTS (SELECT FROM users u WHERE u.is_simulated AND u.id IN (m.player1_id, m.player2_id))
ORDER BY m.id
""")
_SCORES = {"player1": 1.0, "draw": 0.5, "player2": 0.0}

_DEVICES = text("""
WITH used AS (
  SELECT DISTINCT device_sha256, user_id FROM login_sessions
  WHERE device_sha256 IS NOT NULL AND last_used_at > :since
), shared AS (
  SELECT device_sha256 FROM used GROUP BY device_sha256 HAVING count(*) BETWEEN 2 AND :most
)
SELECT DISTINCT a.user_id, b.user_id FROM shared
JOIN used a USING (device_sha256) JOIN used b USING (device_sha256) WHERE a.user_id < b.user_id
""")
_NUMBERS = text("""
WITH used AS (
  SELECT phone, user_id FROM withdrawals WHERE state <> 'released'
  UNION SELECT phone, user_id FROM deposits WHERE state = 'credited'
  UNION SELECT phone, id FROM users WHERE is_verified
), shared AS (
  SELECT phone FROM used GROUP BY phone HAVING count(*) BETWEEN 2 AND :most
)
SELECT DISTINCT a.user_id, b.user_id FROM shared
JOIN used a USING (phone) JOIN used b USING (phone) WHERE a.user_id < b.user_id
""")
_PAID = text("""
SELECT user_id, sum(paid_in)::float8, sum(paid_out)::float8 FROM (
  SELECT user_id, amount AS paid_in, 0 AS paid_out FROM deposits
  WHERE state = 'credited' AND created_at > :since
  UNION ALL SELECT user_id, 0, amount FROM withdrawals
  WHERE state <> 'released' AND created_at > :since) moved
GROUP BY user_id
""")


def gather(session: Session, *, now: datetime) -> Facts:
    """Return the finished matches of sixty days, who shares what, and the money of each."""
    asked = {"since": now - _LOOKED_AT, "most": _MOST_ON_ONE_DEVICE}
    return Facts(
        [_game(row) for row in session.execute(_GAMES, asked)],
        devices={pair_of(*row) for row in session.execute(_DEVICES, asked)},
        numbers={pair_of(*row) for row in session.execute(_NUMBERS, asked)},
        money={row[0]: Money(row[1], row[2]) for row in session.execute(_PAID, asked)},
    )


def _game(row: Row[Any]) -> Game:
    return Game(
        match_id=row.id,
        one=row.player1_id,
        two=row.player2_id,
        score=_SCORES[row.result],
        stake=row.stake,
        at=row.ended / _DAY,
        seconds=row.seconds or 0.0,
        rating_one=row.rating_one or _NEWCOMER,
        rating_two=row.rating_two or _NEWCOMER,
        forfeit=row.forfeit,
        disputed=row.disputed,
    )


def record(session: Session, found: Sequence[Suspicion], *, now: datetime) -> list[int]:
    """Record the suspected pairs; return the players whose risk is to be scored anew.

    A pair that people cleared is under suspicion again only if the evidence has grown. One that
    is not found any more stays until it is cleared.
    """
    names = _names(session, {account for one in found for account in one.members})
    touched: set[int] = set()
    for suspicion in found:
        fresh = [edge for edge in suspicion.edges if _store(session, edge, suspicion, names, now)]
        accounts = {account for edge in fresh for account in edge.pair}
        if accounts:
            touched |= accounts
            players = ", ".join(str(account) for account in sorted(accounts))
            alerts.raise_alert(
                session, kind="ring_suspected", subject=f"user:{min(accounts)}", now=now,
                players=players,
            )  # fmt: skip
    return sorted(touched)


def _store(
    session: Session, edge: Edge, suspicion: Suspicion, names: dict[int, str], now: datetime
) -> bool:
    """Write one pair down; True if it is under suspicion now and was not before."""
    one, two = edge.pair
    known = session.get(SuspectedPair, (one, two), populate_existing=True)
    evidence = suspicion.evidence_of[edge.pair]
    if known is not None and known.cleared_at is not None and evidence < known.evidence + _GROWN_BY:
        return False
    seen = {
        "evidence": evidence,
        "games": edge.games,
        "explanation": explain(edge, suspicion.roles, names)[:1000],
        "seen_at": now,
    }
    session.execute(
        insert(SuspectedPair)
        .values(one_id=one, two_id=two, found_at=now, **seen)
        .on_conflict_do_update(
            index_elements=["one_id", "two_id"], set_=seen | {"cleared_at": None}
        )
    )
    return known is None or known.cleared_at is not None


def open_pairs(session: Session, *, user_id: int) -> list[SuspectedPair]:
    """Return the pairs of a player that are under suspicion, the strongest first."""
    return list(
        session.scalars(
            select(SuspectedPair)
            .where(or_(SuspectedPair.one_id == user_id, SuspectedPair.two_id == user_id))
            .where(SuspectedPair.cleared_at.is_(None))
            .order_by(SuspectedPair.evidence.desc())
        )
    )


def clear(session: Session, *, user_id: int, now: datetime) -> None:
    """End the suspicion of a player's pairs whose other side a person has cleared as well."""
    for pair in open_pairs(session, user_id=user_id):
        other = pair.two_id if pair.one_id == user_id else pair.one_id
        waits = session.scalar(
            select(RiskFlag.id)
            .where(RiskFlag.user_id == other, RiskFlag.signal == "ring")
            .where(RiskFlag.cleared_at.is_(None))
        )
        if waits is None:
            session.execute(
                update(SuspectedPair)
                .where(SuspectedPair.one_id == pair.one_id, SuspectedPair.two_id == pair.two_id)
                .values(cleared_at=now)
            )


def _names(session: Session, accounts: set[int]) -> dict[int, str]:
    found = session.execute(select(User.id, User.username).where(User.id.in_(accounts)))
    return {row[0]: row[1] for row in found}
