"""Open a Python prompt with the app's settings and a session on the running database.

The session is in a transaction that is rolled back at the end: reading is safe, and trying a
service changes nothing. `transaction` commits, for the cases that mean it.
"""

import argparse
import code
import os
import readline
import rlcompleter
import sys
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from devstack import environment, instances
from devstack.errors import StackError

_BANNER = """
WageWars, {database}
  session       a session whose changes are rolled back at the end
  transaction   with transaction() as s: … commits
  settings      the app's settings
  User, …       every model by its name: session.get(User, 1)
  now()         the time that services take as now=
Import services as the app does: from app.services… import …"""


def names(session: Session) -> dict[str, Any]:
    """Return what the prompt knows, by name; call with the app's environment set."""
    from app.core.clock import utc_now
    from app.core.database import transaction
    from app.core.settings import get_settings
    from app.models import Base

    return {
        "session": session,
        "transaction": transaction,
        "settings": get_settings(),
        "now": utc_now,
        **{mapper.class_.__name__: mapper.class_ for mapper in Base.registry.mappers},
    }


def main() -> int:
    """Run the prompt, or the code given with --command; returns 1 if nothing runs."""
    parser = argparse.ArgumentParser(prog="make shell", description=__doc__)
    parser.add_argument("--command", help="run this code and end (make shell CODE=…)")
    command = parser.parse_args().command
    try:
        here = instances.running()
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    env = environment.build(here.instance, database_url=here.database_url, redis_url=here.redis_url)
    os.environ.update(env)
    from app.core.database import get_engine

    with Session(get_engine(), expire_on_commit=False) as session, session.begin() as opened:
        # A prompt waits for its reader longer than a request may keep a transaction open.
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        known = names(session)
        if command:
            exec(command, known)  # noqa: S102 - the developer's own code
        else:
            _prompt(known)
        opened.rollback()
    return 0


def _prompt(known: dict[str, Any]) -> None:
    readline.set_completer(rlcompleter.Completer(known).complete)
    readline.parse_and_bind("tab: complete")
    database = known["settings"].sqlalchemy_url.rpartition("/")[2]
    code.interact(_BANNER.format(database=database), local=known, exitmsg="rolled back")


if __name__ == "__main__":
    sys.exit(main())
