"""Staff in tests: all have the demo's authenticator, whose codes `devstack.staff_codes` tells."""

from app.core.clock import utc_now
from app.domain.auth import totp
from app.models.login import LoginSession
from app.models.user import User
from app.services.auth.factor import enrolment
from devstack import staff_codes
from tests.support.factories.base import writing


def enrol(user_id: int) -> None:
    """Give somebody the demo's authenticator."""
    with writing() as session:
        person = session.get_one(User, user_id)
        secret = totp.read_secret(staff_codes.SECRET)
        enrolment.install(session, person=person, secret=secret, now=utc_now())


def let_pass(user_id: int) -> None:
    """Let the open sessions of somebody who was just appointed be sessions of staff."""
    enrol(user_id)
    with writing() as session:
        for login in session.query(LoginSession).filter_by(user_id=user_id, ended_at=None):
            login.factor_at = utc_now()
