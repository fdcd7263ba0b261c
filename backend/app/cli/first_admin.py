"""Make two players the first admins: `python -m app.cli.first_admin wanjiku otieno`.

Once only: it refuses while anybody is an admin. From then on roles are given by two admins, so it
takes two. It needs MIGRATION_DATABASE_URL: the app's login has no right to `users.role`, and no
process of the app can do this. The audit says that it was done.
"""

import sys

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from app.core.database import owners_transaction
from app.core.settings.migrations import MigrationSettings
from app.models.user import User
from app.services.platform import audit

_ONCE = text("SELECT pg_advisory_xact_lock(hashtextextended('first_admin', 0))")


class Refused(Exception):
    """Nobody was appointed; the message says why."""


def appoint(usernames: list[str]) -> None:
    """Give these players the role `admin`; raises Refused, and then nothing has changed."""
    with owners_transaction(MigrationSettings().sqlalchemy_url) as session:
        _appoint(session, usernames)


def _appoint(session: Session, usernames: list[str]) -> None:
    session.execute(_ONCE)
    if session.execute(select(User.id).where(User.role == "admin").limit(1)).first():
        raise Refused("there is an admin already: two admins give roles, at /docs")
    names = {name.lower() for name in usernames}
    if len(names) != 2:  # one alone could give nobody a role
        raise Refused("name two different players")
    found = session.execute(
        select(User.id, User.username, User.role)
        .where(func.lower(User.username).in_(names), User.is_verified, User.is_active)
        .order_by(User.id)
    ).all()
    if len(found) != 2:
        known = {row.username.lower() for row in found}
        raise Refused(f"no verified player is called {min(names - known)}")
    for row in found:
        session.execute(update(User).where(User.id == row.id).values(role="admin"))
        audit.record_change(
            session,
            audit.Change(before={"role": row.role}, after={"role": "admin"}),
            admin_id=None,
            action="role.first_admin",
            subject=f"user:{row.id}",
            detail={"reason": "Appointed at the terminal, as there was no admin."},
        )


def main(arguments: list[str]) -> int:
    """Appoint both; return 0, or 1 if nobody was."""
    try:
        appoint(arguments)
    except Refused as refused:
        sys.stderr.write(f"not appointed: {refused}\n")
        return 1
    sys.stdout.write(f"{' and '.join(arguments)} are now admins\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
