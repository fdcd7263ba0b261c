"""Step-up: a fresh code of the second factor with the request that it allows.

`fresh.require("ruling.approve", "ruling:7")` stands first in every route where two people decide,
or where somebody's second factor changes. The code is taken in the transaction of the action.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header
from sqlalchemy.orm import Session

from app.api.deps import CurrentPlayer, Identity, SessionDep
from app.core.clock import utc_now
from app.models.user import User
from app.services.auth.factor import step_ups

FactorCode = Annotated[
    str | None,
    Header(
        alias="X-Factor-Code",
        pattern=r"^[0-9]{6}$",
        description="A new code of your authenticator; it allows this action on this subject only.",
        examples=["936023"],
    ),
]


@dataclass(frozen=True)
class _Fresh:
    """The code that came with a request, and who sent it."""

    _session: Session
    _person: User
    _session_id: int
    _code: str | None

    def require(self, action: str, subject: str) -> None:
        """Use the code up for `action` on `subject`; raises as `step_ups.allow` does."""
        step_ups.allow(
            self._session,
            person=self._person,
            session_id=self._session_id,
            code=self._code,
            action=action,
            subject=subject,
            now=utc_now(),
        )


def get_fresh(
    person: CurrentPlayer, identity: Identity, session: SessionDep, code: FactorCode = None
) -> _Fresh:
    """Return what takes the code of this request."""
    return _Fresh(session, person, identity[1], code)


FreshFactor = Annotated[_Fresh, Depends(get_fresh)]
