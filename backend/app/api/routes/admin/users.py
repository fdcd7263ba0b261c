"""Players as staff finds, reads, notes and suspends them, and their risk."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.api.deps import RowId, SessionDep
from app.api.proposal_lines import line
from app.api.staff import (
    AdjustsWallets,
    ClearsRisk,
    FindsUsers,
    NotesUsers,
    ReadsRisk,
    SuspendsUsers,
)
from app.api.step_up import FreshFactor
from app.core.clock import utc_now
from app.domain.matches.states import MatchStatus
from app.domain.phone import hide
from app.domain.platform.proposals import Action, Terms
from app.domain.platform.rights import Role
from app.models.match import Match
from app.models.user import User
from app.schemas.admin_payment import AdminPayment
from app.schemas.admin_user import (
    AccountMatch,
    AccountStrike,
    AccountSuspension,
    FoundUser,
    FoundUsers,
    NewNote,
    NoteLine,
    Notes,
    SuspensionLifting,
    SuspensionLine,
    UserMoney,
    UserPageOut,
    UserQuery,
)
from app.schemas.proposal import Adjustment, ProposalLine
from app.schemas.risk import Risk, RiskClearing
from app.services.conduct import risk
from app.services.proposals import proposals
from app.services.users import page, search, suspensions
from app.services.users.page import NoteView, UserPage

router = APIRouter(prefix="/admin/users", tags=["admin: users"])


@router.get("", summary="Find players by username, phone or id")
def find_users(
    asked: Annotated[UserQuery, Query()], admin: FindsUsers, session: SessionDep
) -> FoundUsers:
    """Find players, exactly or by how their name or number begins. Each lookup is in the audit."""
    sought = search.Query(asked.username, asked.phone, asked.user_id, asked.prefix)
    found = search.find(session, query=sought, admin=admin, rows=asked.limit)
    return FoundUsers(items=[_found(one) for one in found])


@router.get("/{user_id}", summary="Everything that matters about a player")
def get_user(user_id: RowId, admin: FindsUsers, session: SessionDep) -> UserPageOut:
    """Show state, money, last matches and payments, who shares a device or number, flags, notes.

    The audit keeps who has read it. Network addresses of players are not kept, so none are shown.
    """
    return _page(page.read(session, user_id=user_id, admin=admin, now=utc_now()))


@router.post("/{user_id}/notes", status_code=201, summary="Add a note about a player")
def add_note(user_id: RowId, body: NewNote, admin: NotesUsers, session: SessionDep) -> Notes:
    """Add a note that other staff reads and the player does not; it cannot be changed."""
    added = page.add_note(session, user_id=user_id, text=body.text, admin=admin)
    return Notes(items=[_note(one) for one in added])


@router.post("/{user_id}/suspend", summary="Suspend or ban an account")
def suspend_user(
    user_id: RowId,
    body: AccountSuspension,
    admin: SuspendsUsers,
    session: SessionDep,
    fresh: FreshFactor,
) -> UserPageOut:
    """Shut an account at once: sign-ins, live sockets, searches and open challenges end.

    Stakes of searches and challenges go back. A running match is decided by its own rules, and
    tournaments let them drop out. Money stays theirs. Bans, and suspensions of staff, are an
    admin's.
    """
    fresh.require(f"user.{body.kind}", f"user:{user_id}")
    suspensions.impose(
        session, user_id=user_id, kind=body.kind, reason=body.reason, admin=admin, now=utc_now()
    )
    return _page(page.read(session, user_id=user_id, admin=admin, now=utc_now()))


@router.post("/{user_id}/lift", summary="Open a suspended or banned account again")
def lift_suspension(
    user_id: RowId,
    body: SuspensionLifting,
    admin: SuspendsUsers,
    session: SessionDep,
    fresh: FreshFactor,
) -> UserPageOut:
    """Open the account: they can sign in again. A ban is lifted by an admin."""
    fresh.require("user.lift", f"user:{user_id}")
    suspensions.lift(session, user_id=user_id, reason=body.reason, admin=admin, now=utc_now())
    return _page(page.read(session, user_id=user_id, admin=admin, now=utc_now()))


@router.get("/{user_id}/risk", summary="A player's risk, explained")
def get_risk(user_id: RowId, admin: ReadsRisk, session: SessionDep) -> Risk:
    """Show each signal with its points and the numbers behind it, cleared ones as well.

    From 40 points withdrawals wait 24 h, from 70 until an admin clears it. Nothing is taken.
    """
    return Risk.model_validate(risk.read(session, user_id=user_id, admin=admin))


@router.post(
    "/{user_id}/risk/clear",
    status_code=201,
    summary="Propose that a player's flags are explained",
)
def clear_risk(
    user_id: RowId,
    body: RiskClearing,
    admin: ClearsRisk,
    session: SessionDep,
    fresh: FreshFactor,
) -> ProposalLine:
    """Propose to end hold and freeze, for somebody else to approve under `/admin/proposals`.

    What was cleared counts again only when it grows.
    """
    fresh.require("risk_clear.propose", f"user:{user_id}")
    terms = Terms(Action.RISK_CLEAR, user_id=user_id)
    return line(proposals.propose(session, terms, reason=body.reason, staff=admin, now=utc_now()))


@router.post(
    "/{user_id}/adjustments", status_code=201, summary="Propose to put a player's wallet right"
)
def propose_adjustment(
    user_id: RowId,
    body: Adjustment,
    admin: AdjustsWallets,
    session: SessionDep,
    fresh: FreshFactor,
) -> ProposalLine:
    """Propose to give a wallet money of the house's, or to take some, for somebody else to approve.

    The player reads in their history what `code` says. Nothing is taken that is not there, and
    nothing given that the house does not have; what the player owes is repaid first.
    """
    fresh.require("wallet_adjustment.propose", f"user:{user_id}:{body.kind}:{body.amount}")
    sign = 1 if body.kind == "credit" else -1
    terms = Terms(
        Action.WALLET_ADJUSTMENT, user_id=user_id, amount=sign * body.amount, code=body.code
    )
    return line(proposals.propose(session, terms, reason=body.reason, staff=admin, now=utc_now()))


def _found(user: User) -> FoundUser:
    return FoundUser(
        id=user.id,
        username=user.username,
        phone=hide(user.phone),
        role=Role(user.role),
        is_verified=user.is_verified,
        is_active=user.is_active,
        created_at=user.created_at,
    )


def _page(seen: UserPage) -> UserPageOut:
    user, shut = seen.user, seen.suspension
    return UserPageOut(
        id=user.id,
        username=user.username,
        phone=user.phone,
        email=user.email,
        role=Role(user.role),
        is_verified=user.is_verified,
        is_active=user.is_active,
        created_at=user.created_at,
        suspension=None if shut is None else SuspensionLine.model_validate(shut),
        strikes=[
            AccountStrike(match_id=one.match_id, given_at=one.created_at, lapses_at=one.lapses_at)
            for one in seen.strikes
        ],
        money=UserMoney.model_validate(seen.balances),
        devices=seen.devices,
        matches=[_match(one, user.id) for one in seen.matches],
        payments=None
        if seen.payments is None
        else [AdminPayment.model_validate(one) for one in seen.payments],
        sharing=[_found(one) for one in seen.sharing],
        risk_score=seen.risk_score,
        notes=[_note(one) for one in seen.notes],
    )


def _match(match: Match, user_id: int) -> AccountMatch:
    other = match.player2_id if match.player1_id == user_id else match.player1_id
    return AccountMatch(
        id=match.id,
        status=MatchStatus(match.status),
        wager_amount=match.wager_amount,
        opponent_id=other,
        result=match.result,
        winner_id=match.winner_id,
        created_at=match.created_at,
    )


def _note(seen: NoteView) -> NoteLine:
    return NoteLine(
        id=seen.note.id, text=seen.note.text, author=seen.author, created_at=seen.note.created_at
    )
