"""A proposal of staff as the routes answer it."""

from app.schemas.proposal import ProposalLine
from app.schemas.ruling import RulingPerson
from app.services.proposals.proposals import ProposalView, terms_of


def line(seen: ProposalView) -> ProposalLine:
    """Return a proposal as it is answered."""
    row, terms = seen.row, terms_of(seen.row)
    decided = row.decided_by is not None and seen.decider is not None
    return ProposalLine(
        id=row.id,
        action=terms.action,
        effect=seen.effect,
        user_id=row.user_id,
        username=seen.who,
        amount=row.amount,
        receipt=row.receipt,
        code=terms.code,
        profile=terms.profile,
        effective_from=row.effective_from,
        digest=row.digest,
        reason=row.reason,
        proposed_by=RulingPerson(id=row.proposed_by, username=seen.proposer),
        proposed_at=row.proposed_at,
        decision=row.decision,
        decided_by=RulingPerson(id=row.decided_by, username=seen.decider) if decided else None,
        decided_at=row.decided_at,
        due_at=row.due_at,
    )
