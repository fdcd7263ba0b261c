"""Pay the house's capital in: a real payment to the simulated paybill, confirmed by two people.

M-Pesa gets the money as from any payer, its own list proves it, and two admins say whose it is. So
the house of a demo has what it promises, and its proof of reserves holds from the first hour.
"""

import logging
from datetime import datetime
from decimal import Decimal

import httpx
from sqlalchemy import select

from app.core.database import transaction
from app.core.settings import get_settings
from app.domain.payments.paybill.pull_rows import PullRow
from app.domain.platform.proposals import Action, Terms
from app.models.staff_proposal import StaffProposal
from app.models.user import User
from app.services.payments.paybill import intake
from app.services.proposals import proposals

CAPITAL = Decimal(20_000)  # KES
_OWNERS_PHONE = "254711000900"
_TYPED = "CAPITAL"

logger = logging.getLogger(__name__)


def is_there() -> bool:
    """Say whether the house has capital already."""
    with transaction() as session:
        found = select(StaffProposal.id).where(
            StaffProposal.action == Action.CAPITAL_IN, StaffProposal.decision == "approved"
        )
        return session.scalars(found.limit(1)).first() is not None


def pay_in(*, admins: tuple[int, int], now: datetime) -> bool:
    """Pay `CAPITAL` to the simulator's paybill and let two admins (ids) confirm it.

    False if no simulator answers: then the house of this demo has no capital.
    """
    try:
        receipt = _pay()
    except httpx.ConnectError:
        logger.warning("no simulator of M-Pesa answers, so the house has no capital")
        return False
    confirm(receipt, admins=admins, now=now)
    return True


def confirm(receipt: str, *, admins: tuple[int, int], now: datetime) -> None:
    """Take a payment of `CAPITAL` in from M-Pesa's list, and let two admins say that it is ours."""
    row = PullRow(receipt=receipt, amount=CAPITAL, reference=_TYPED, payer="", at=now, kind="")
    with transaction() as session:
        intake.ingest_row(session, row, now=now)
    proposer, approver = admins
    terms = Terms(Action.CAPITAL_IN, amount=CAPITAL, receipt=receipt)
    with transaction() as session:
        staff = session.get_one(User, proposer)
        seen = proposals.propose(
            session, terms, reason="The owner's capital for a start.", staff=staff, now=now
        )
    with transaction() as session:
        proposals.approve(
            session,
            proposal_id=seen.row.id,
            digest=seen.row.digest,
            staff=session.get_one(User, approver),
            reason="M-Pesa's list shows the receipt.",
            now=now,
        )


def _pay() -> str:
    """Pay from the owner's phone; return M-Pesa's receipt."""
    url = get_settings().mpesa.base_url.removesuffix("/daraja")
    payment = {
        "msisdn": _OWNERS_PHONE,
        "amount": float(CAPITAL),
        "bill_ref": _TYPED,
        "confirmation": "drop",
        "validate": False,
    }
    answer = httpx.post(f"{url}/_sim/c2b", json=payment, timeout=10, trust_env=False)
    return str(answer.raise_for_status().json()["receipt"])
