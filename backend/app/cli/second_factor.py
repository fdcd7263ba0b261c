"""Invite somebody of staff to set up an authenticator: `python -m app.cli.second_factor referee`.

For their first one, and in place of a lost one where no two colleagues are left to take it away
(`POST /admin/factor-resets`): whatever they have is taken away, they are signed out and told. The
invitation is printed once; hand it over in person. Whoever may run this has the app's secrets.
"""

import argparse
import sys

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.auth.login_name import LoginName, NameKind
from app.domain.platform.rights import is_staff
from app.services.auth import accounts
from app.services.auth.factor import resets
from app.services.platform import audit


def invite(username: str) -> str | None:
    """Return an invitation for `username`; None if nobody of staff has that name."""
    now = utc_now()
    with transaction() as session:
        person = accounts.find(session, name=LoginName(NameKind.USERNAME, username.lower()))
        if person is None or not is_staff(person.role):
            return None
        audit.record(
            session,
            admin_id=None,  # nobody signed in did this
            action="factor.reset.server",
            subject=f"user:{person.id}",
            by="command line on the server",
        )
        return resets.start_over(session, person=person, now=now)


def main(arguments: list[str]) -> int:
    """Print an invitation; return 0, or 1 if nobody of staff has that name."""
    parser = argparse.ArgumentParser(prog="python -m app.cli.second_factor", description=__doc__)
    parser.add_argument("username")
    username = parser.parse_args(arguments).username
    invitation = invite(username)
    if invitation is None:
        sys.stderr.write(f"nobody of staff is called {username}\n")
        return 1
    sys.stdout.write(f"invitation for {username}, of one use: {invitation}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
