"""Dual control over all tables: proposed by one person, decided by another, within a day.

Rows of docs/security.md: S36.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.errors import Conflict, NotAllowed
from app.models.dispute import MatchRuling
from app.models.factor import FactorReset
from app.models.match import Match
from app.models.platform import ManualRuling
from app.models.prize_clawback import PrizeAdvance, PrizeClawback
from app.models.role_change import RoleChange
from app.models.staff_proposal import StaffProposal
from app.models.tournament import SponsorFunding
from app.models.user import User
from app.services.platform import dual_control

Proposal = (
    ManualRuling
    | MatchRuling
    | SponsorFunding
    | PrizeClawback
    | PrizeAdvance
    | RoleChange
    | StaffProposal
    | FactorReset
)
Propose = Callable[[Session], Proposal]


@pytest.fixture
def staff(new_player: Callable[..., User]) -> tuple[int, int]:
    """The ids of two admins."""
    return new_player(role="admin").id, new_player(role="admin").id


@pytest.fixture(params=["payment", "match", "funding"])
def propose(
    request: pytest.FixtureRequest,
    staff: tuple[int, int],
    new_player: Callable[..., User],
    new_match: Callable[..., Match],
) -> Propose:
    """Let the first admin propose a ruling on a payment or a match, or a funding of the sponsor."""
    match_id = new_match(new_player(money=100), new_player(money=100)).id

    def on_payment(session: Session) -> ManualRuling:
        row = ManualRuling(
            subject="deposit",
            subject_id=7,
            action="fail",
            reason="Nothing on the statement.",
            proposed_by=staff[0],
        )
        dual_control.propose(session, row, now=utc_now())
        return row

    def on_match(session: Session) -> MatchRuling:
        row = MatchRuling(
            match_id=match_id, result="void", reason="Both left the lobby.", proposed_by=staff[0]
        )
        dual_control.propose(session, row, now=utc_now())
        return row

    def of_sponsor(session: Session) -> SponsorFunding:
        row = SponsorFunding(amount=500, reason="For the weekend cup.", proposed_by=staff[0])
        dual_control.propose(session, row, now=utc_now())
        return row

    ways: dict[str, Propose] = {"payment": on_payment, "match": on_match, "funding": of_sponsor}
    return ways[request.param]


def test_another_person_decides(propose: Propose, staff: tuple[int, int]) -> None:
    with transaction() as session:
        row, now, decision = propose(session), utc_now(), "rejected"
        assert _require(row, staff[1]) is row
        dual_control.decide(session, row, decision, person_id=staff[1], now=now)
        assert (row.decision, row.decided_by, row.due_at) == (decision, staff[1], None)
        with pytest.raises(Conflict, match="not open"):
            _require(row, staff[1])


def test_the_proposer_cannot_decide(propose: Propose, staff: tuple[int, int]) -> None:
    with transaction() as session:
        row = propose(session)
        with pytest.raises(NotAllowed, match="same person"):
            _require(row, staff[0])
        assert row.decision is None


def test_nobody_decides_after_a_day(propose: Propose, staff: tuple[int, int]) -> None:
    with transaction() as session:
        row = propose(session)
        _require(row, staff[1], after=timedelta(hours=23))
        with pytest.raises(Conflict, match="not open"):
            _require(row, staff[1], after=timedelta(hours=25))


def test_an_undecided_proposal_is_marked_as_lapsed(propose: Propose) -> None:
    with transaction() as session:
        row = propose(session)
        table = type(row)
        found = dual_control.find_open(session, table, table.id == row.id)
        assert found is row
        soon, late = (utc_now() + timedelta(hours=hours) for hours in (23, 25))
        assert dual_control.find_overdue(session, table, now=soon) == []
        assert dual_control.find_overdue(session, table, now=late) == [row.id]
        assert not dual_control.expire(session, table, row.id, now=soon)
        assert dual_control.expire(session, table, row.id, now=late)
        session.refresh(row)
        assert (row.decision, row.decided_by) == ("lapsed", None)
        assert dual_control.find_open(session, table, table.id == row.id) is None


def _require(row: Proposal, person_id: int, *, after: timedelta = timedelta()) -> Proposal:
    now = utc_now() + after
    return dual_control.require_open(
        row, person_id=person_id, now=now, not_open="not open", same_person="same person"
    )
