"""Proposals about money: one person of staff makes it, another approves, and it is done at once.

The one place through which each of them passes (`dual_control`): the approver repeats the digest of
what they read, both rights are read anew, and neither is the player whom it is about or shares a
device or a number with them. The database asks for the same (`decide_staff_proposal`).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session, aliased

from app.domain.errors import Conflict, NotAllowed, NotFound
from app.domain.payments.tax import TaxProfile
from app.domain.platform.proposals import RIGHT_OF, Action, AdjustmentCode, Terms, effect_of
from app.domain.platform.rights import may
from app.domain.problems import ProblemCode
from app.models.staff_proposal import StaffProposal
from app.models.user import User
from app.services.platform import audit, dual_control, twins
from app.services.proposals import effects


@dataclass(frozen=True)
class ProposalView:
    """A proposal, its people by name, and what approving does in a sentence."""

    row: StaffProposal
    proposer: str
    decider: str | None
    who: str | None
    effect: str


def list_newest(
    session: Session, *, only_open: bool, before: int | None, rows: int
) -> list[ProposalView]:
    """Return up to `rows` proposals older than `before`, newest first."""
    asked = StaffProposal.id < before if before is not None else true()
    if only_open:
        asked &= StaffProposal.decision.is_(None)
    return _read(session, asked, rows=rows)


def propose(
    session: Session, terms: Terms, *, reason: str, staff: User, now: datetime
) -> ProposalView:
    """Propose something; it lapses after a day.

    Raises NotFound for an unknown player, NotAllowed for staff who are them or share something with
    them, Conflict if the same waits already, and what its action refuses (`effects.check`).
    """
    if terms.user_id is not None:
        if session.get(User, terms.user_id) is None:
            raise NotFound(ProblemCode.NOT_FOUND, "There is no such player.")
        twins.require_stranger(session, user_id=terms.user_id, staff_id=staff.id, now=now)
    effects.check(session, terms, now=now)
    about = StaffProposal.user_id.is_not_distinct_from(terms.user_id)
    same = dual_control.find_open(
        session, StaffProposal, StaffProposal.action == terms.action, about
    )
    if same is not None:
        raise Conflict(
            ProblemCode.RULING_MOVED_ON,
            f"Proposal {same.id} about the same waits for another person.",
        )
    row = StaffProposal(
        action=terms.action.value,
        user_id=terms.user_id,
        amount=terms.amount,
        receipt=terms.receipt,
        code=terms.code.value if terms.code else None,
        profile=terms.profile.value if terms.profile else None,
        effective_from=terms.effective_from,
        reason=reason,
        proposed_by=staff.id,
    )
    dual_control.propose(session, row, now=now)
    _audit(session, row, staff, "propose", reason=reason)
    return _view(session, row.id)


def approve(
    session: Session, *, proposal_id: int, digest: str, staff: User, reason: str, now: datetime
) -> ProposalView:
    """Approve what another person proposed: it is done in the same transaction.

    Raises NotAllowed for the one who proposed it, without the right to propose it, or related to
    the player, and Conflict if it is not open any more, is another one than they read, its proposer
    has lost the right, or it has become impossible.
    """
    row = _lock(session, proposal_id, staff=staff, now=now)
    if row.digest != digest:
        raise Conflict(
            ProblemCode.RULING_MOVED_ON, "This is not the proposal that you read: read it again."
        )
    proposer = session.get_one(User, row.proposed_by, populate_existing=True)
    if not proposer.is_active or not may(proposer.role, RIGHT_OF[Action(row.action)]):
        raise Conflict(
            ProblemCode.RULING_MOVED_ON,
            "Whoever proposed this may not any more: somebody else proposes it anew.",
        )
    terms = terms_of(row)
    if terms.user_id is not None:
        for one in (staff.id, proposer.id):
            twins.require_stranger(session, user_id=terms.user_id, staff_id=one, now=now)
    effects.prepare(session, terms)
    dual_control.decide(session, row, "approved", person_id=staff.id, now=now)
    stood = effects.stands(session, terms, now=now)
    effects.carry_out(session, row, terms, staff=staff, now=now)
    stands = effects.stands(session, terms, now=now)
    change = audit.Change(before=stood, after=stands, approver_id=staff.id)
    _audit(session, row, staff, "approve", reason=reason, change=change)
    return _view(session, row.id)


def reject(
    session: Session, *, proposal_id: int, staff: User, reason: str, now: datetime
) -> ProposalView:
    """Reject what another person proposed; nothing happens."""
    row = _lock(session, proposal_id, staff=staff, now=now)
    dual_control.decide(session, row, "rejected", person_id=staff.id, now=now)
    _audit(session, row, staff, "reject", reason=reason)
    return _view(session, row.id)


def name_receipt(session: Session, *, proposal_id: int, receipt: str, staff: User) -> ProposalView:
    """Name M-Pesa's receipt of capital that was transferred out, once; M-Pesa's list answers it.

    Raises NotFound, and Conflict if it has one, is not approved, or the receipt is of other money.
    """
    row = session.scalars(
        select(StaffProposal)
        .where(StaffProposal.id == proposal_id, StaffProposal.action == Action.CAPITAL_OUT)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such transfer of capital.")
    if row.decision != "approved" or row.receipt is not None:
        raise Conflict(
            ProblemCode.RULING_MOVED_ON, "This transfer is not approved, or has its receipt."
        )
    effects.require_unused(session, receipt=receipt)
    row.receipt = receipt
    session.flush()
    _audit(session, row, staff, "receipt", reason=receipt)
    return _view(session, row.id)


def terms_of(row: StaffProposal) -> Terms:
    """Return what a proposal proposes."""
    return Terms(
        action=Action(row.action),
        user_id=row.user_id,
        amount=row.amount,
        receipt=row.receipt,
        code=AdjustmentCode(row.code) if row.code else None,
        profile=TaxProfile(row.profile) if row.profile else None,
        effective_from=row.effective_from,
    )


def find_overdue(session: Session, *, now: datetime) -> list[int]:
    """Return the ids of proposals that nobody decided in time."""
    return dual_control.find_overdue(session, StaffProposal, now=now)


def lapse(session: Session, proposal_id: int, *, now: datetime) -> bool:
    """Mark an overdue proposal as lapsed; False if it was decided meanwhile."""
    return dual_control.expire(session, StaffProposal, proposal_id, now=now)


def _lock(session: Session, proposal_id: int, *, staff: User, now: datetime) -> StaffProposal:
    row = dual_control.lock_open(session, StaffProposal, proposal_id, person_id=staff.id, now=now)
    if not may(staff.role, RIGHT_OF[Action(row.action)]):
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "Your role does not include this.")
    if row.user_id is not None:
        twins.require_stranger(session, user_id=row.user_id, staff_id=staff.id, now=now)
    return row


def _view(session: Session, proposal_id: int) -> ProposalView:
    return _read(session, StaffProposal.id == proposal_id, rows=1)[0]


def _read(session: Session, asked: ColumnElement[bool], *, rows: int) -> list[ProposalView]:
    proposer, decider, player = aliased(User), aliased(User), aliased(User)
    found = session.execute(
        select(StaffProposal, proposer.username, decider.username, player.username)
        .join(proposer, proposer.id == StaffProposal.proposed_by)
        .outerjoin(decider, decider.id == StaffProposal.decided_by)
        .outerjoin(player, player.id == StaffProposal.user_id)
        .where(asked)
        .order_by(StaffProposal.id.desc())
        .limit(rows)
        .execution_options(populate_existing=True)
    )
    return [
        ProposalView(row[0], row[1], row[2], row[3], effect_of(terms_of(row[0]), who=row[3]))
        for row in found
    ]


def _audit(
    session: Session,
    row: StaffProposal,
    staff: User,
    step: str,
    *,
    reason: str,
    change: audit.Change | None = None,
) -> None:
    audit.record_change(
        session,
        change or audit.Change(),
        admin_id=row.proposed_by if change else staff.id,
        action=f"{row.action}.{step}",
        subject=f"user:{row.user_id}" if row.user_id else f"proposal:{row.id}",
        detail={
            "proposal": row.id,
            "reason": reason,
            "amount": None if row.amount is None else str(row.amount),
            "receipt": row.receipt,
            "code": row.code,
            "profile": row.profile,
        },
    )
