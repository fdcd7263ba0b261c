"""What of a prize comes back, and is passed on: to those who moved up, and then to the house.

At once what the wallet held; later what pays the debt. A payment that repaid a debt stays here for
three days, since M-Pesa may reverse it: what is owed again then was not recovered.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.core.settings import get_settings
from app.domain.live import LiveType
from app.domain.tournaments.upgrades import pro_rata
from app.models.prize_clawback import PrizeAdvance, PrizeClawback, PrizeUpgradePayment
from app.models.tournament import Tournament
from app.services.ledger import posting, prize_postings
from app.services.ledger.prize_postings import Payment
from app.services.payments import payout_holds
from app.services.tournaments import transitions
from app.services.tournaments.money import clawback_notices, moving_up

LOOK_AGAIN = timedelta(minutes=5)
_SYSTEM = "system:recovery"
_NOTHING = Decimal(0)


def free_money(session: Session, *, user_id: int, now: datetime) -> Decimal:
    """Return what can be taken out of a wallet (KES), which stays locked.

    Not what another look at a match may still give to somebody else.
    """
    available = posting.lock_player_money(session, user_id=user_id).available
    kept = payout_holds.kept_of_matches(session, user_id=user_id, now=now)
    return max(available - kept, _NOTHING)


def find_due(session: Session, *, now: datetime, rows: int = 100) -> list[int]:
    """Return the ids of clawbacks to be looked at: not all of them was passed on."""
    due = select(PrizeClawback.id).where(PrizeClawback.look_at <= now)
    return list(session.scalars(due.order_by(PrizeClawback.look_at).limit(rows)))


def step(session: Session, clawback_id: int, *, now: datetime) -> None:
    """Collect what a player owes of a prize out of free money, and pass on what was recovered."""
    tournament_id = session.scalars(
        select(PrizeClawback.tournament_id).where(PrizeClawback.id == clawback_id)
    ).one()
    tournament = transitions.lock(session, tournament_id=tournament_id)
    clawback = session.get_one(PrizeClawback, clawback_id, populate_existing=True)
    if clawback.look_at is None or clawback.look_at > now:
        return
    owed = moving_up.still_owed(session, tournament)
    lock_money(session, {clawback.user_id, *owed})
    _collect(session, clawback, now=now)
    if pass_on(session, tournament, clawback, now=now):
        transitions.announce(session, tournament)


def postpone(session: Session, clawback_id: int, *, until: datetime) -> None:
    """Look at a clawback whose step failed at `until`."""
    session.execute(
        update(PrizeClawback)
        .where(PrizeClawback.id == clawback_id, PrizeClawback.look_at < until)
        .values(look_at=until)
    )


def lock_money(session: Session, user_ids: Iterable[int]) -> None:
    """Lock the accounts of these players in the order of all postings."""
    for user_id in sorted(user_ids):
        posting.lock_player_money(session, user_id=user_id)


def pass_on(
    session: Session, tournament: Tournament, clawback: PrizeClawback, *, now: datetime
) -> bool:
    """Pay out of an approved clawback what was recovered and not passed on; False if nothing is.

    Those who moved up come first, each by what they are owed; the house has what is left: what it
    advanced, and what nobody moved up by. The wallets of all of them are locked.
    """
    left = clawback.amount - _passed_on(session, PrizeUpgradePayment.clawback_id == clawback.id)
    amount = min(left, _recovered(session, user_id=clawback.user_id, now=now))
    clawback.look_at = now + LOOK_AGAIN if left > amount else None
    if amount <= 0:
        session.flush()
        return False
    parts = dict[int | None, Decimal](
        pro_rata(amount, moving_up.still_owed(session, tournament)).items()
    )
    rest = amount - sum(parts.values(), _NOTHING)
    if rest > 0:
        parts[None] = rest
    pay(session, tournament, parts, out_of=clawback, actor=_SYSTEM, now=now)
    return True


def pay(
    session: Session,
    tournament: Tournament,
    parts: Mapping[int | None, Decimal],
    *,
    out_of: PrizeClawback | PrizeAdvance,
    actor: str,
    now: datetime,
) -> None:
    """Pay parts of upgrades (KES) by player, out of a clawback or an advance, and notify them."""
    is_advanced = isinstance(out_of, PrizeAdvance)
    rows = [
        PrizeUpgradePayment(
            tournament_id=tournament.id,
            user_id=user_id,
            amount=amount,
            clawback_id=None if is_advanced else out_of.id,
            advance_id=out_of.id if is_advanced else None,
            created_at=now,
        )
        for user_id, amount in parts.items()
    ]
    session.add_all(rows)
    session.flush()
    payments = [Payment(row.id, row.user_id, row.amount) for row in rows]
    prize_postings.pay_upgrades(session, payments, is_advanced=is_advanced, actor=actor)
    for row in rows:
        if row.user_id is not None:
            clawback_notices.upgrade_paid(
                session,
                tournament,
                user_id=row.user_id,
                amount=row.amount,
                payment_id=row.id,
                now=now,
            )
    told = [row.user_id for row in rows if row.user_id is not None]
    broadcast(session, told, kind=LiveType.WALLET_CHANGED, topic="wallet", data={})


def _collect(session: Session, clawback: PrizeClawback, *, now: datetime) -> None:
    """Pay the debt of a prize out of what has become free in the wallet since."""
    free = free_money(session, user_id=clawback.user_id, now=now)
    owed = posting.balances(session, user_id=clawback.user_id).owed
    amount = min(owed, free, prize_postings.debt_left(session, clawback_id=clawback.id))
    if amount > 0:
        user_id = clawback.user_id
        prize_postings.collect(
            session, clawback_id=clawback.id, user_id=user_id, amount=amount, actor=_SYSTEM
        )
        broadcast(session, [user_id], kind=LiveType.WALLET_CHANGED, topic="wallet", data={})


def _recovered(session: Session, *, user_id: int, now: datetime) -> Decimal:
    """Return what came back of all prizes that were taken from a player and is still here.

    Their other debts are met before, and what repaid a debt lately does not count yet.
    """
    taken = session.scalars(
        select(func.coalesce(func.sum(PrizeClawback.amount), 0)).where(
            PrizeClawback.user_id == user_id, PrizeClawback.decision == "approved"
        )
    ).one()
    theirs = select(PrizeClawback.id).where(PrizeClawback.user_id == user_id)
    passed_on = _passed_on(session, PrizeUpgradePayment.clawback_id.in_(theirs))
    settled = now - timedelta(seconds=get_settings().match.ruling_limit_seconds)
    lately = prize_postings.repaid_since(session, user_id=user_id, since=settled)
    owed = posting.balances(session, user_id=user_id).owed
    return max(Decimal(taken) - passed_on - owed - lately, _NOTHING)


def _passed_on(session: Session, which: ColumnElement[bool]) -> Decimal:
    found = session.scalars(
        select(func.coalesce(func.sum(PrizeUpgradePayment.amount), 0)).where(which)
    )
    return Decimal(found.one())
