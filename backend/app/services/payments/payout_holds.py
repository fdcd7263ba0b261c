"""Why a player's own money may have to stay a while: doubtful prizes, appeals, risk."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.core.clock import NAIROBI
from app.domain.conduct.risk_signals import PLAIN, Signal
from app.domain.errors import Conflict, Refusal
from app.domain.problems import ProblemCode
from app.models.risk import PlayerRisk, RiskFlag
from app.services.ledger import posting


@dataclass(frozen=True)
class Held:
    """What may not leave (KES; None: nothing may), until when (None: until people clear it)."""

    amount: Decimal | None
    until: datetime | None
    why: str


# Prizes that were not confirmed, and what an open appeal may give to the other player.
_OF_MATCHES = text("""
SELECT h.amount, h.until, 'A prize is paid out a day later, because not both of you confirmed it.'
  FROM payout_holds h WHERE h.user_id = :user_id AND h.until > :now
UNION ALL
SELECT CASE m.player1_id WHEN :user_id THEN share.of_one ELSE share.of_two END, a.rule_by,
       'An appeal about match ' || m.id || ' is open.'
  FROM appeals a JOIN matches m ON m.id = a.match_id
    CROSS JOIN match_shares(m.result, m.wager_amount, m.prize, m.fee) share
 WHERE a.decision IS NULL AND :user_id IN (m.player1_id, m.player2_id)
""")


def held(session: Session, *, user_id: int, now: datetime) -> list[Held]:
    """Return all that keeps a player's money here, with a sentence for each."""
    rows = session.execute(_OF_MATCHES, {"user_id": user_id, "now": now})
    found = [Held(amount, until, why) for amount, until, why in rows if amount > 0]
    risk = session.get(PlayerRisk, user_id, populate_existing=True)
    if risk is not None and risk.frozen:
        found.append(
            Held(None, None, f"A person looks at your account first{_because(session, risk)}.")
        )
    elif risk is not None and risk.held_until is not None and risk.held_until > now:
        why = f"Withdrawals wait for a day{_because(session, risk)}."
        found.append(Held(None, risk.held_until, why))
    return found


def _because(session: Session, risk: PlayerRisk) -> str:
    """Return the reasons for a freeze: the signals that counted at the last scoring."""
    signals = session.scalars(
        select(RiskFlag.signal)
        .where(RiskFlag.user_id == risk.user_id, RiskFlag.cleared_at.is_(None))
        .where(RiskFlag.last_seen_at == risk.scored_at)
        .order_by(RiskFlag.points.desc(), RiskFlag.id)
    )
    reasons = dict.fromkeys(PLAIN[Signal(signal)] for signal in signals)
    return f", because {'; '.join(reasons)}" if reasons else ""


def refusal(session: Session, *, user_id: int, amount: Decimal, now: datetime) -> Refusal | None:
    """Return why `amount` KES of the wallet cannot be withdrawn now, if something keeps it here."""
    holds = held(session, user_id=user_id, now=now)
    if not holds:
        return None
    free = posting.balances(session, user_id=user_id).available
    for hold in holds:
        free = Decimal(0) if hold.amount is None else max(free - hold.amount, Decimal(0))
    if amount <= free:
        return None
    return _refusal(holds, free)


def refuse_frozen(session: Session, *, user_id: int, now: datetime) -> None:
    """Raise the Refusal of a player none of whose money may leave at present."""
    holds = [hold for hold in held(session, user_id=user_id, now=now) if hold.amount is None]
    if holds:
        raise _refusal(holds, Decimal(0))


def _refusal(holds: list[Held], free: Decimal) -> Conflict:
    ends = [hold.until for hold in holds]
    until = None if None in ends else max(end for end in ends if end is not None)
    reasons = " ".join(dict.fromkeys(hold.why for hold in holds))
    local = until.astimezone(NAIROBI) if until else None
    when = f" This ends by itself on {local:%d %b at %H:%M}, Nairobi time." if local else ""
    return Conflict(
        ProblemCode.WITHDRAWAL_HELD,
        f"{reasons} It stays yours. You can withdraw KES {free:,.2f} now.{when}",
        free=str(free),
        until=until.isoformat() if until else None,
    )
