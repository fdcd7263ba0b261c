"""The house's own money, paid in as two of finance do it."""

from decimal import Decimal

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.platform.proposals import Action, Terms
from app.services.proposals import proposals
from tests.support.arena import Json, Player
from tests.support.payments import new_receipt
from tests.support.players import make_player


def pay_capital_in(amount: Decimal | int) -> int:
    """Let two of staff confirm capital from the bank; return the id of the proposal."""
    terms = Terms(Action.CAPITAL_IN, amount=Decimal(amount), receipt=new_receipt())
    return agree(terms)


def agree(terms: Terms) -> int:
    """Let one of staff propose something and another approve it; return the proposal's id."""
    with transaction() as session:
        staff = session.merge(make_player(role="finance"))
        seen = proposals.propose(
            session, terms, reason="It was agreed.", staff=staff, now=utc_now()
        )
    with transaction() as session:
        proposals.approve(
            session,
            proposal_id=seen.row.id,
            digest=seen.row.digest,
            staff=session.merge(make_player(role="finance")),
            reason="I have seen it as well.",
            now=utc_now(),
        )
    return seen.row.id


def approve(staff: Player, proposal: Json) -> Json:
    """Approve a proposal as it was answered, through the API; return it as it stands then."""
    body = {"digest": proposal["digest"], "reason": "I have checked the same."}
    answer = staff.post(f"/admin/proposals/{proposal['id']}/approve", body)
    assert answer.status_code == 200, answer.text
    done: Json = answer.json()
    return done


def reopen(proposer: Player, approver: Player) -> None:
    """Turn withdrawals on, by two."""
    path, body = "/admin/switches/withdrawals/reopening", {"reason": "The password is new."}
    proposed = proposer.post(path, body)
    assert proposed.status_code == 201, proposed.text
    approve(approver, proposed.json())
