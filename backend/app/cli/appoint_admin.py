"""Make a player an admin, or an admin a player: `python -m app.cli.appoint_admin referee`.

Only the owner of the tables may change `users.role`: the app's login has no right to that column.
So this needs MIGRATION_DATABASE_URL, and no process of the app can do it. `--dismiss` undoes it.
"""

import argparse
import sys
from contextlib import closing

import psycopg2

from app.core.settings.migrations import MigrationSettings


def appoint(username: str, *, role: str = "admin") -> bool:
    """Set the role of `username`; return False if there is no such player."""
    url = MigrationSettings().libpq_url
    with closing(psycopg2.connect(url)) as owner, owner, owner.cursor() as cursor:
        cursor.execute(
            "UPDATE users SET role = %s, updated_at = now() WHERE lower(username) = lower(%s)",
            (role, username),
        )
        return cursor.rowcount == 1


def main(arguments: list[str]) -> int:
    """Appoint or dismiss one; return 0, or 1 if nobody has that name."""
    parser = argparse.ArgumentParser(prog="python -m app.cli.appoint_admin", description=__doc__)
    parser.add_argument("username")
    parser.add_argument("--dismiss", action="store_true", help="make the admin a player again")
    options = parser.parse_args(arguments)
    role = "player" if options.dismiss else "admin"
    if appoint(options.username, role=role):
        sys.stdout.write(f"{options.username} is now: {role}\n")
        return 0
    sys.stderr.write(f"no player is called {options.username}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
