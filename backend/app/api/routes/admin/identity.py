"""Reviews of players' identity, for staff."""

from fastapi import APIRouter

from app.api.deps import Limit, RowId, SessionDep
from app.api.staff import ReviewsIdentity
from app.core.clock import utc_now
from app.schemas.identity import IdentityDecision, IdentityReviewOut, IdentityReviews
from app.services.users import identity_reviews

router = APIRouter(prefix="/admin/identity-reviews", tags=["admin: users"])


@router.get("", summary="Names and documents that wait for a decision, the oldest first")
def list_identity_reviews(
    _: ReviewsIdentity, session: SessionDep, limit: Limit = 20
) -> IdentityReviews:
    """Show M-Pesa's name beside the player's, or the document that the provider left open."""
    found = identity_reviews.list_open(session, rows=limit)
    return IdentityReviews(items=[IdentityReviewOut.model_validate(one) for one in found])


@router.post("/{review_id}/decide", summary="Approve a name or a document, or refuse it")
def decide_identity_review(
    review_id: RowId, body: IdentityDecision, admin: ReviewsIdentity, session: SessionDep
) -> IdentityReviews:
    """Approve, and payouts to that number go out, or the document counts; refuse, and they do not.

    Payouts that waited come back when it is refused.
    """
    identity_reviews.decide(
        session,
        review_id=review_id,
        approves=body.approves,
        reason=body.reason,
        admin=admin,
        now=utc_now(),
    )
    found = identity_reviews.list_open(session, rows=20)
    return IdentityReviews(items=[IdentityReviewOut.model_validate(one) for one in found])
