"""Allow one action by one fresh code: bound to the action, its subject and the session.

The code comes with the request that does it, and is used up in the same transaction: a refused
action gives it back, and a code that allowed one action allows no other. A retry of the same
action, whose answer was lost, may show the same code for `fresh_seconds`.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.auth import totp
from app.domain.errors import NotAllowed
from app.domain.problems import ProblemCode
from app.models.factor import StaffFactor, StepUp
from app.models.user import User
from app.services.auth.factor import checks, tries


def allow(
    session: Session,
    *,
    person: User,
    session_id: int,
    code: str | None,
    action: str,
    subject: str,
    now: datetime,
) -> None:
    """Take a code of the person's authenticator for this action; recovery codes allow nothing.

    Raises NotAllowed without a code, Invalid for a wrong or used one, TooSoon after too many.
    """
    factor = checks.active(session, user_id=person.id)
    if factor is None or not code:
        raise NotAllowed(
            ProblemCode.FRESH_FACTOR_NEEDED,
            "Send a new code of your authenticator with this, as X-Factor-Code.",
        )
    tries.count(session, user_id=person.id, now=now)
    step = checks.matching_step(factor, code, now=now)
    if step is not None and checks.take(session, factor, step=step):
        session.add(
            StepUp(
                factor_id=factor.id,
                step=step,
                session_id=session_id,
                action=action,
                subject=subject[:120],
                used_at=now,
            )
        )
        session.flush()
    elif not _allowed_before(
        session, factor, code, now=now, what=(session_id, action, subject[:120])
    ):
        if step is not None:  # it was right before, and is no guess
            tries.take_back(session, user_id=person.id)
        raise tries.wrong_code()
    tries.take_back(session, user_id=person.id)


def _allowed_before(
    session: Session,
    factor: StaffFactor,
    code: str,
    *,
    what: tuple[int, str, str],
    now: datetime,
) -> bool:
    """Return whether this code allowed this very action a short while ago."""
    secret = checks.secret_of(factor)
    since = now - timedelta(seconds=get_settings().staff.fresh_seconds)
    steps = session.scalars(
        select(StepUp.step).where(
            StepUp.factor_id == factor.id,
            StepUp.session_id == what[0],
            StepUp.action == what[1],
            StepUp.subject == what[2],
            StepUp.used_at > since,
        )
    ).all()
    return secret is not None and code in {totp.code_of(secret, step) for step in steps}
