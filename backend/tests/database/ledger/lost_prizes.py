"""A prize that two admins take back, out of the wallet and as a debt, and who moves up by it."""

from decimal import Decimal

from sqlalchemy import update

from app.core.clock import utc_now
from app.core.database import transaction
from app.models.prize_clawback import PrizeAdvance, PrizeClawback, PrizeUpgrade
from app.models.tournament import Tournament, TournamentParticipant
from app.models.user import User
from app.services.ledger import posting, prize_postings
from app.services.platform import dual_control
from app.services.tournaments.money import recovery
from tests.support.house import pay_capital_in
from tests.support.players import make_player


def lose_prize(cup: int, barred: User, other: User, *, amount: Decimal, taken: Decimal) -> int:
    """Take back `amount` (KES), `taken` of it at once; the house pays the rest to `other`.

    Returns the id of the clawback. Other debts of the player are met before anybody moves up.
    """
    pay_capital_in(amount + 10_000)  # their other debts are lent by the house as well
    staff, now = [make_player(role="admin").id for _ in range(2)], utc_now()
    why = {"reason": "The recording.", "proposed_by": staff[0]}
    with transaction() as session:
        clawback = PrizeClawback(tournament_id=cup, user_id=barred.id, amount=amount, **why)
        advance = PrizeAdvance(tournament_id=cup, amount=amount - taken, **why)
        for proposal in (clawback, advance):
            dual_control.propose(session, proposal, now=now)
            dual_control.decide(session, proposal, "approved", person_id=staff[1], now=now)
        session.execute(
            update(TournamentParticipant)
            .where(
                TournamentParticipant.tournament_id == cup,
                TournamentParticipant.user_id == barred.id,
            )
            .values(is_barred=True)
        )
        session.add(
            PrizeUpgrade(tournament_id=cup, user_id=other.id, amount=amount, created_at=now)
        )
        owed = amount - taken
        had_debts = posting.is_in_debt(session, user_id=barred.id)
        prize_postings.take_back(
            session,
            clawback_id=clawback.id,
            user_id=barred.id,
            taken=taken,
            owed=owed,
            actor="test",
        )
        row = session.get_one(Tournament, cup)
        parts = ((clawback, taken), (advance, owed))
        for out_of, part in parts[1:] if had_debts else parts:
            recovery.pay(session, row, {other.id: part}, out_of=out_of, actor="test", now=now)
    return clawback.id


def collect(clawback_id: int, barred: User, *, amount: Decimal) -> None:
    """Pay so much (KES) of the debt out of the wallet."""
    with transaction() as session:
        prize_postings.collect(
            session, clawback_id=clawback_id, user_id=barred.id, amount=amount, actor="test"
        )
