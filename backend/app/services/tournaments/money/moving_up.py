"""Who moves up once a prize was taken back, and by how much: by the rules of the payout.

Opponents whom a barred player beat in elimination are not revived. Nobody else gives anything back:
an upgrade is the new share above the old one.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.tournaments import prizes
from app.domain.tournaments.finish import prize_groups
from app.domain.tournaments.state import Tournament as State
from app.domain.tournaments.upgrades import upgrades
from app.models.prize_clawback import PrizeClawback, PrizeUpgrade, PrizeUpgradePayment
from app.models.tournament import Tournament, TournamentPrize
from app.services.matchmaking import eligibility
from app.services.tournaments.bracket import store
from app.services.tournaments.money import escrow

_NOTHING = Decimal(0)


def move_up(
    session: Session, tournament: Tournament, state: State, *, now: datetime
) -> dict[int, Decimal]:
    """Write down what everybody moves up by (KES) since the barred fell out; returns the increases.

    Who may not play at present gets none, as at the payout. What nobody moves up by is the house's.
    """
    barred = _barred(session, tournament)
    paid, known = _prizes(session, tournament), _upgrades(session, tournament)
    _end_upgrades_of(session, tournament, known, barred)
    old = {
        user_id: paid.get(user_id, _NOTHING) + (known[user_id].amount if user_id in known else 0)
        for user_id in {*paid, *known} - barred
    }
    out = barred | _fell_out(session, state, paid, known, now=now)
    groups = prize_groups(state, barred=out)
    new = prizes.shares(escrow.pool(session, tournament), tournament.prize_split, groups)
    unfit = _may_not_play(session, list(new), now=now)
    may_play = {user_id: share for user_id, share in new.items() if user_id not in unfit}
    more = upgrades(old, may_play, most=_not_assigned(session, tournament))
    for user_id, amount in more.items():
        row = known.get(user_id)
        if row is None:
            session.add(
                PrizeUpgrade(
                    tournament_id=tournament.id, user_id=user_id, amount=amount, created_at=now
                )
            )
        else:
            row.amount += amount
    session.flush()
    return more


def paid_to(session: Session, tournament_id: int, *, user_id: int) -> Decimal:
    """Return all that a player was paid in a tournament: their prize, and what of an upgrade."""
    prize = session.get(TournamentPrize, (tournament_id, user_id))
    upgraded = paid_upgrades(session, tournament_id).get(user_id, _NOTHING)
    return (prize.amount if prize else _NOTHING) + upgraded


def paid_upgrades(session: Session, tournament_id: int) -> dict[int | None, Decimal]:
    """Return what was paid of upgrades so far, by player; None is the house."""
    rows = session.execute(
        select(PrizeUpgradePayment.user_id, func.sum(PrizeUpgradePayment.amount))
        .where(PrizeUpgradePayment.tournament_id == tournament_id)
        .group_by(PrizeUpgradePayment.user_id)
    )
    return {row[0]: row[1] for row in rows}


def still_owed(session: Session, tournament: Tournament) -> dict[int, Decimal]:
    """Return what is still to be paid of upgrades, the best place first."""
    paid = paid_upgrades(session, tournament.id)
    order = {
        one.user_id: (one.place_first or 0, one.seed or 0)
        for one in store.field_of(session, tournament.id)
    }
    owed = {
        user_id: row.amount - paid.get(user_id, _NOTHING)
        for user_id, row in _upgrades(session, tournament).items()
    }
    return {
        user_id: owed[user_id]
        for user_id in sorted(owed, key=order.__getitem__)
        if owed[user_id] > 0
    }


def _barred(session: Session, tournament: Tournament) -> frozenset[int]:
    field = store.field_of(session, tournament.id)
    return frozenset(one.user_id for one in field if one.is_barred)


def _fell_out(
    session: Session,
    state: State,
    paid: Mapping[int, Decimal],
    known: Mapping[int, PrizeUpgrade],
    *,
    now: datetime,
) -> frozenset[int]:
    """Return who got no prize at the payout though others of their place or below did.

    They could not play at that time. Nobody of theirs comes back. Below the prizes, who may not
    play now falls out.
    """
    groups = prize_groups(state)
    last = max((at for at, group in enumerate(groups) if set(group) & paid.keys()), default=-1)
    above = {player for group in groups[: last + 1] for player in group} - paid.keys()
    below = {player for group in groups[last + 1 :] for player in group} - known.keys()
    return frozenset(above) | _may_not_play(session, below, now=now)


def _may_not_play(session: Session, user_ids: Collection[int], *, now: datetime) -> frozenset[int]:
    if not user_ids or eligibility.all_may_play(session, user_ids, now=now):
        return frozenset()
    return frozenset(
        user_id for user_id in user_ids if not eligibility.all_may_play(session, [user_id], now=now)
    )


def _end_upgrades_of(
    session: Session,
    tournament: Tournament,
    known: Mapping[int, PrizeUpgrade],
    barred: frozenset[int],
) -> None:
    """Let who is barred have no more of an upgrade than they were paid, for others to have it."""
    paid = paid_upgrades(session, tournament.id)
    for user_id in known.keys() & barred:
        known[user_id].amount = paid.get(user_id, _NOTHING)
    session.flush()


def _not_assigned(session: Session, tournament: Tournament) -> Decimal:
    """Return what was taken back of prizes and is nobody's upgrade yet (KES)."""
    taken = select(func.coalesce(func.sum(PrizeClawback.amount), 0)).where(
        PrizeClawback.tournament_id == tournament.id, PrizeClawback.decision == "approved"
    )
    assigned = select(func.coalesce(func.sum(PrizeUpgrade.amount), 0)).where(
        PrizeUpgrade.tournament_id == tournament.id
    )
    return Decimal(session.scalars(taken).one()) - Decimal(session.scalars(assigned).one())


def _prizes(session: Session, tournament: Tournament) -> dict[int, Decimal]:
    rows = session.scalars(
        select(TournamentPrize).where(TournamentPrize.tournament_id == tournament.id)
    )
    return {row.user_id: row.amount for row in rows}


def _upgrades(session: Session, tournament: Tournament) -> dict[int, PrizeUpgrade]:
    rows = session.scalars(
        select(PrizeUpgrade)
        .where(PrizeUpgrade.tournament_id == tournament.id)
        .execution_options(populate_existing=True)
    )
    return {row.user_id: row for row in rows}
