"""Dual control: one person of staff proposes, another decides, and what nobody decides lapses.

Rulings on payments and on matches, fundings of the sponsor, prizes that are taken back, roles of
staff, and what else moves or frees money keep their own tables, and this one set of rules.
"""

from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from app.domain.errors import Conflict, NotAllowed, NotFound
from app.domain.problems import ProblemCode
from app.models.dispute import MatchRuling
from app.models.factor import FactorReset
from app.models.platform import ManualRuling
from app.models.prize_clawback import PrizeAdvance, PrizeClawback
from app.models.role_change import RoleChange
from app.models.staff_proposal import StaffProposal
from app.models.tournament import SponsorFunding

LAPSES_AFTER = timedelta(days=1)

Proposal = TypeVar(
    "Proposal",
    bound=ManualRuling
    | MatchRuling
    | SponsorFunding
    | PrizeClawback
    | PrizeAdvance
    | RoleChange
    | StaffProposal
    | FactorReset,
)


def propose(session: Session, proposal: Proposal, *, now: datetime) -> None:
    """Write a proposal for another person to decide before it lapses.

    At most one can be open about the same subject; the caller refuses a second by `find_open`, and
    a unique index refuses it if two arrive at the same moment.
    """
    proposal.proposed_at = now
    proposal.due_at = now + LAPSES_AFTER
    session.add(proposal)
    session.flush()


def find_open(
    session: Session, table: type[Proposal], *about: ColumnElement[bool]
) -> Proposal | None:
    """Return the undecided proposal about a subject, if there is one."""
    return session.scalars(select(table).where(*about, table.decision.is_(None))).one_or_none()


def require_open(
    proposal: Proposal | None,
    *,
    person_id: int,
    now: datetime,
    not_open: str,
    same_person: str,
) -> Proposal:
    """Return a locked proposal that this person may decide now.

    Raises Conflict with the sentence `not_open` if it was decided before, has lapsed or does not
    exist, and NotAllowed with the sentence `same_person` for the one who proposed it.
    """
    if proposal is None or proposal.due_at is None or proposal.due_at <= now:
        raise Conflict(ProblemCode.RULING_MOVED_ON, not_open)
    if proposal.proposed_by == person_id:
        raise NotAllowed(ProblemCode.SAME_PERSON, same_person)
    return proposal


def lock_open(
    session: Session,
    table: type[Proposal],
    proposal_id: int,
    *about: ColumnElement[bool],
    person_id: int,
    now: datetime,
) -> Proposal:
    """Lock the proposal of that id, about that subject, and return it for this person to decide.

    Raises NotFound, and what `require_open` raises.
    """
    proposal = session.scalars(
        select(table)
        .where(table.id == proposal_id, *about)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if proposal is None:
        raise NotFound(ProblemCode.NOT_FOUND, "There is no such proposal.")
    return require_open(
        proposal if proposal.decision is None else None,
        person_id=person_id,
        now=now,
        not_open="This proposal was decided or has lapsed.",
        same_person="You proposed this: another admin has to decide it.",
    )


def decide(
    session: Session, proposal: Proposal, decision: str, *, person_id: int, now: datetime
) -> None:
    """Record what the second person decided about a proposal that `require_open` let through."""
    proposal.decision = decision
    proposal.decided_by = person_id
    proposal.decided_at = now
    proposal.due_at = None
    session.flush()


def find_overdue(session: Session, table: type[Proposal], *, now: datetime) -> list[int]:
    """Return the ids of the proposals that nobody decided in time."""
    overdue = select(table.id).where(table.decision.is_(None), table.due_at <= now)
    return list(session.scalars(overdue.order_by(table.due_at)))


def expire(session: Session, table: type[Proposal], proposal_id: int, *, now: datetime) -> bool:
    """Mark an overdue proposal as lapsed; False if it was decided meanwhile."""
    lapsed = session.execute(
        update(table)
        .where(table.id == proposal_id, table.decision.is_(None), table.due_at <= now)
        .values(decision="lapsed", decided_at=now, due_at=None)
        .returning(table.id)
    )
    return lapsed.one_or_none() is not None
