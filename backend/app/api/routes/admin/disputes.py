"""Routes of referees: read, claim, rule, confirm, decide appeals."""

from fastapi import APIRouter
from fastapi.responses import Response

from app.api.deps import Limit, RowId, SessionDep
from app.api.staff import ReadsDisputes, RulesMatches
from app.api.step_up import FreshFactor
from app.core.clock import utc_now
from app.domain.errors import Invalid
from app.domain.matches.decision import Result
from app.domain.problems import ProblemCode
from app.models.user import User
from app.schemas.dispute import (
    AppealDecision,
    Confirmation,
    Dispute,
    DisputeList,
    RulingOrder,
)
from app.schemas.match import Match
from app.services.disputes import appeals, console, rulings
from app.services.matches import views

router = APIRouter(prefix="/admin", tags=["admin: disputes"])


def _match(session: SessionDep, match_id: int, admin: User) -> Match:
    return Match.model_validate(views.view(session, match_id=match_id, viewer=admin))


@router.get("/disputes", summary="Disputes, by pot times age")
def list_disputes(admin: ReadsDisputes, session: SessionDep, limit: Limit = 20) -> DisputeList:
    """Return others' disputed matches with all there is to know, pot times age largest first."""
    found = console.list_open(session, admin=admin, rows=limit, now=utc_now())
    return DisputeList(items=[Dispute.model_validate(one) for one in found])


@router.get("/appeals", summary="Appeals that wait for a second referee, the oldest first")
def list_appeals(admin: ReadsDisputes, session: SessionDep, limit: Limit = 20) -> DisputeList:
    """Return the ruled matches with an open appeal, with all there is to know."""
    now = utc_now()
    found = [
        console.get(session, match_id=row.match_id, admin=admin, now=now)
        for row in appeals.list_open(session, admin_id=admin.id, rows=limit)
    ]
    return DisputeList(items=[Dispute.model_validate(one) for one in found])


@router.get("/matches/{match_id}/dispute", summary="All there is to know of one dispute")
def get_dispute(match_id: RowId, admin: ReadsDisputes, session: SessionDep) -> Dispute:
    """Return timeline, reports, statements, proofs, candidates, and the record of both.

    Not of a match that the admin plays: nobody is the referee of their own match.
    """
    found = console.get(session, match_id=match_id, admin=admin, now=utc_now())
    return Dispute.model_validate(found)


@router.post("/matches/{match_id}/claim", summary="Keep a dispute for yourself for a while")
def claim_dispute(match_id: RowId, admin: RulesMatches, session: SessionDep) -> Dispute:
    """Claim a dispute: nobody else can rule until you release it or the claim lapses."""
    found = console.claim(session, match_id=match_id, admin=admin, now=utc_now())
    return Dispute.model_validate(found)


@router.post("/matches/{match_id}/release", summary="Let others have a dispute you claimed")
def release_dispute(match_id: RowId, admin: RulesMatches, session: SessionDep) -> Dispute:
    """Give a claim back before it lapses; without a claim of yours nothing changes."""
    found = console.release(session, match_id=match_id, admin=admin, now=utc_now())
    return Dispute.model_validate(found)


@router.post(
    "/matches/{match_id}/decide",
    summary="Rule on a disputed match",
    responses={202: {"model": Match, "description": "a second referee has to confirm it"}},
)
def decide_match(
    *,
    match_id: RowId,
    body: RulingOrder,
    admin: RulesMatches,
    session: SessionDep,
    response: Response,
    fresh: FreshFactor,
) -> Match:
    """Rule: `player1`, `player2`, `split`, `draw`, `void` or `replay`.

    The pot is paid by the ruling before this answers with 200. Above the set pot (four eyes) the
    answer is 202: nothing has happened, and another admin confirms or rejects.
    """
    fresh.require("ruling.decide", f"match:{match_id}")
    order = rulings.RulingDraft(ruling=body.result, reason=body.reason, strike=body.strike)
    done = rulings.decide(session, match_id=match_id, admin=admin, draft=order, now=utc_now())
    response.status_code = 200 if done else 202
    return _match(session, match_id, admin)


@router.post("/matches/{match_id}/confirm", summary="Confirm what another admin ruled")
def confirm_match_ruling(
    match_id: RowId,
    body: Confirmation,
    admin: RulesMatches,
    session: SessionDep,
    fresh: FreshFactor,
) -> Match:
    """Carry out the ruling that waits for you; it is paid before this answers."""
    fresh.require("match.confirm", f"match:{match_id}")
    rulings.confirm(session, match_id=match_id, admin=admin, reason=body.reason, now=utc_now())
    return _match(session, match_id, admin)


@router.post("/matches/{match_id}/reject", summary="Say no to what another admin ruled")
def reject_match_ruling(
    match_id: RowId, body: Confirmation, admin: RulesMatches, session: SessionDep
) -> Match:
    """Reject the ruling that waits for you; the dispute is open again."""
    rulings.reject(session, match_id=match_id, admin=admin, reason=body.reason, now=utc_now())
    return _match(session, match_id, admin)


@router.post(
    "/matches/{match_id}/appeal",
    summary="Decide an appeal",
    responses={202: {"model": Match, "description": "a second referee has to confirm it"}},
)
def decide_appeal(
    *,
    match_id: RowId,
    body: AppealDecision,
    admin: RulesMatches,
    session: SessionDep,
    response: Response,
    fresh: FreshFactor,
) -> Match:
    """Uphold a result or overturn it; only a referee who had no part in the ruling may.

    Overturned money moves by new entries at once. What the first winner lacks, they owe: they
    withdraw nothing until that is paid. Above the set pot (four eyes) overturning answers 202:
    nothing has happened, and another admin confirms or rejects.
    """
    fresh.require("appeal.decide", f"match:{match_id}")
    if (body.decision == "overturn") is not (body.result is not None):
        raise Invalid(
            ProblemCode.INVALID_REQUEST, "An overturned ruling, and no other, needs a result."
        )
    done = appeals.decide(
        session,
        match_id=match_id,
        admin=admin,
        result=Result(body.result) if body.result else None,
        reason=body.reason,
        strike=body.strike,
        now=utc_now(),
    )
    response.status_code = 200 if done else 202
    return _match(session, match_id, admin)


@router.post("/matches/{match_id}/appeal/confirm", summary="Confirm an overturned ruling")
def confirm_appeal(
    match_id: RowId,
    body: Confirmation,
    admin: RulesMatches,
    session: SessionDep,
    fresh: FreshFactor,
) -> Match:
    """Overturn the ruling as another admin proposed; money moves before this answers."""
    fresh.require("appeal.confirm", f"match:{match_id}")
    appeals.confirm(session, match_id=match_id, admin=admin, reason=body.reason, now=utc_now())
    return _match(session, match_id, admin)


@router.post("/matches/{match_id}/appeal/reject", summary="Say no to an overturned ruling")
def reject_appeal(
    match_id: RowId, body: Confirmation, admin: RulesMatches, session: SessionDep
) -> Match:
    """Reject what another admin proposed; the appeal is open again."""
    appeals.reject(session, match_id=match_id, admin=admin, reason=body.reason, now=utc_now())
    return _match(session, match_id, admin)
