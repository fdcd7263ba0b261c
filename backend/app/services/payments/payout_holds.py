"""Why a player's own money may have to stay a while: ends that may change, appeals, risk."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.core.clock import NAIROBI
from app.domain.conduct.risk_signals import PLAIN, Signal
from app.domain.errors import Conflict, Refusal
from app.domain.payments.holds import COOLING_OFF, NEW_DEVICE, OF_MATCHES, HoldReason
from app.domain.problems import ProblemCode
from app.models.login import LoginSession
from app.models.risk import PlayerRisk, RiskFlag
from app.models.user import User
from app.services.ledger import posting


@dataclass(frozen=True)
class Held:
    """What may not leave (KES; None: nothing may), until when (None: until people clear it)."""

    amount: Decimal | None
    until: datetime | None
    why: str
    reason: HoldReason
    match_id: int | None = None


# What matches gave and another look at them may take back. An open appeal or contest holds it until
# it is decided, however long that takes; once it is decided, nothing can be taken back any more.
_OF_MATCHES = text("""
SELECT h.amount, CASE WHEN a.match_id IS NULL OR h.reason = 'overturned' THEN h.until END AS until,
       CASE WHEN h.reason = 'overturned' THEN 'overturned'
            WHEN a.match_id IS NOT NULL THEN 'looked_at_again'
            WHEN h.reason = 'ruled' THEN 'ruled'
            ELSE 'not_confirmed'
       END AS reason,
       h.match_id
  FROM payout_holds h LEFT JOIN appeals a ON a.match_id = h.match_id
 WHERE h.user_id = :user_id
   AND CASE WHEN a.match_id IS NULL OR h.reason = 'overturned' THEN h.until > :now
            ELSE a.decision IS NULL END
 ORDER BY h.id
""")


@dataclass(frozen=True)
class WalletHolds:
    """All holds of a wallet, and how much (KES) of it can be neither withdrawn nor staked."""

    each: list[Held]
    amount: Decimal


def of_wallet(
    session: Session, *, player: User, now: datetime, session_id: int | None = None
) -> WalletHolds:
    """Return all that keeps the money of a wallet here, a changed password or number included.

    `session_id` is the sign-in of whoever looks: their device may be new.
    """
    found = held(session, user_id=player.id, now=now)
    if player.payouts_after is not None and player.payouts_after > now:
        cooling_off = HoldReason.COOLING_OFF
        found.append(Held(None, player.payouts_after, COOLING_OFF, cooling_off))
    until = device_held_until(session, session_id=session_id, now=now)
    if until is not None:
        found.append(Held(None, until, NEW_DEVICE, HoldReason.NEW_DEVICE))
    return WalletHolds(found, _sum(found))


def device_held_until(
    session: Session, *, session_id: int | None, now: datetime
) -> datetime | None:
    """Return until when no payout is asked for from the device of this sign-in, if it is new."""
    login = None if session_id is None else session.get(LoginSession, session_id)
    until = None if login is None else login.payouts_after
    return until if until is not None and until > now else None


def held(session: Session, *, user_id: int, now: datetime) -> list[Held]:
    """Return all that keeps a player's money here, with a sentence for each."""
    found = _of_matches(session, user_id=user_id, now=now)
    risk = session.get(PlayerRisk, user_id, populate_existing=True)
    if risk is not None and risk.frozen:
        why = f"A person looks at your account first{_because(session, risk)}."
        found.append(Held(None, None, why, HoldReason.FROZEN))
    elif risk is not None and risk.held_until is not None and risk.held_until > now:
        why = f"Withdrawals wait for a day{_because(session, risk)}."
        found.append(Held(None, risk.held_until, why, HoldReason.RISK))
    return found


def _of_matches(session: Session, *, user_id: int, now: datetime) -> list[Held]:
    rows = session.execute(_OF_MATCHES, {"user_id": user_id, "now": now})
    return [
        Held(amount, until, OF_MATCHES[reason].format(match_id), HoldReason(reason), match_id)
        for amount, until, reason, match_id in rows
    ]


def kept_of_matches(session: Session, *, user_id: int, now: datetime) -> Decimal:
    """Return how much of a wallet (KES) another look at matches may still take back."""
    return _sum(_of_matches(session, user_id=user_id, now=now))


def _sum(holds: list[Held]) -> Decimal:
    return sum((hold.amount for hold in holds if hold.amount is not None), Decimal(0))


def refuse_staking(session: Session, *, user_id: int, now: datetime) -> None:
    """Raise Conflict if a stake that was just taken took what another look may take back.

    Otherwise it could be lost on purpose to somebody whose winnings nothing holds. The caller has
    locked the wallet, so that no prize and hold come in between.
    """
    holds = _of_matches(session, user_id=user_id, now=now)
    if holds and posting.balances(session, user_id=user_id).available < _sum(holds):
        raise _refusal(holds, ProblemCode.MONEY_HELD, can="You can stake the rest of your wallet")


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
    return _cannot_leave(holds, free)


def refuse_frozen(session: Session, *, user_id: int, now: datetime) -> None:
    """Raise the Refusal of a player none of whose money may leave at present."""
    holds = [hold for hold in held(session, user_id=user_id, now=now) if hold.amount is None]
    if holds:
        raise _cannot_leave(holds, Decimal(0))


def _cannot_leave(holds: list[Held], free: Decimal) -> Conflict:
    can = f"You can withdraw KES {free:,.2f} now"
    return _refusal(holds, ProblemCode.WITHDRAWAL_HELD, can=can, free=free)


def _refusal(
    holds: list[Held], code: ProblemCode, *, can: str, free: Decimal | None = None
) -> Conflict:
    ends = [hold.until for hold in holds]
    until = None if None in ends else max(end for end in ends if end is not None)
    reasons = " ".join(dict.fromkeys(hold.why for hold in holds))
    local = until.astimezone(NAIROBI) if until else None
    when = f" This ends by itself on {local:%d %b at %H:%M}, Nairobi time." if local else ""
    facts = {"until": until.isoformat() if until else None}
    facts |= {} if free is None else {"free": str(free)}
    return Conflict(code, f"{reasons} It stays yours. {can}.{when}", commits=False, **facts)
