"""Callers of staff, by the right that an operation needs (domain/platform/rights).

What moves money or changes who may do what asks for a fresh code as well (`step_up`).
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request

from app.api.deps import CurrentPlayer, Identity, SessionDep
from app.domain.errors import NotAllowed
from app.domain.platform.rights import Right, may
from app.domain.problems import ProblemCode
from app.models.user import User
from app.services.auth.factor import checks
from app.services.platform import audit


def holder_of(right: Right) -> Callable[..., User]:
    """Return a dependency that returns the caller and raises NotAllowed without `right`.

    Their session showed a second factor, or they are refused as well. The audit
    of this transaction names the address that the request came from.
    """

    def get_staff(
        player: CurrentPlayer, identity: Identity, session: SessionDep, request: Request
    ) -> User:
        if not may(player.role, right):
            raise NotAllowed(ProblemCode.NOT_ALLOWED, "Your role does not include this.")
        checks.require_shown(session, session_id=identity[1])
        if request.client is not None:
            audit.remember_address(session, request.client.host)
        return player

    get_staff.right = right  # type: ignore[attr-defined]  # for the test that asks each route
    return get_staff


ReadsDisputes = Annotated[User, Depends(holder_of(Right.READ_DISPUTES))]
RulesMatches = Annotated[User, Depends(holder_of(Right.RULE_MATCHES))]
DecidesNames = Annotated[User, Depends(holder_of(Right.DECIDE_NAMES))]
ModeratesMessages = Annotated[User, Depends(holder_of(Right.MODERATE_MESSAGES))]
ReadsRisk = Annotated[User, Depends(holder_of(Right.READ_RISK))]
ClearsRisk = Annotated[User, Depends(holder_of(Right.CLEAR_RISK))]
FindsUsers = Annotated[User, Depends(holder_of(Right.FIND_USERS))]
NotesUsers = Annotated[User, Depends(holder_of(Right.NOTE_USERS))]
SuspendsUsers = Annotated[User, Depends(holder_of(Right.SUSPEND_USERS))]
ChangesRoles = Annotated[User, Depends(holder_of(Right.CHANGE_ROLES))]
ResetsFactors = Annotated[User, Depends(holder_of(Right.RESET_FACTORS))]
ReviewsIdentity = Annotated[User, Depends(holder_of(Right.REVIEW_IDENTITY))]
ReadsPayments = Annotated[User, Depends(holder_of(Right.READ_PAYMENTS))]
RulesPayments = Annotated[User, Depends(holder_of(Right.RULE_PAYMENTS))]
Reconciles = Annotated[User, Depends(holder_of(Right.RECONCILE))]
ReadsTaxes = Annotated[User, Depends(holder_of(Right.READ_TAXES))]
SetsTaxes = Annotated[User, Depends(holder_of(Right.SET_TAXES))]
FundsSponsor = Annotated[User, Depends(holder_of(Right.FUND_SPONSOR))]
MovesCapital = Annotated[User, Depends(holder_of(Right.MOVE_CAPITAL))]
AdjustsWallets = Annotated[User, Depends(holder_of(Right.ADJUST_WALLETS))]
ReadsTournaments = Annotated[User, Depends(holder_of(Right.READ_TOURNAMENTS))]
RunsTournaments = Annotated[User, Depends(holder_of(Right.RUN_TOURNAMENTS))]
TakesPrizesBack = Annotated[User, Depends(holder_of(Right.TAKE_PRIZES_BACK))]
ReadsWatch = Annotated[User, Depends(holder_of(Right.READ_WATCH))]
ClearsAlarms = Annotated[User, Depends(holder_of(Right.CLEAR_ALARMS))]
TurnsSwitches = Annotated[User, Depends(holder_of(Right.TURN_SWITCHES))]
DecidesProposals = Annotated[User, Depends(holder_of(Right.DECIDE_PROPOSALS))]
ReadsAudit = Annotated[User, Depends(holder_of(Right.READ_AUDIT))]
