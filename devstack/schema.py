"""Write the generated files of `alembic` (`make schema`).

`sql/state_transitions.sql` comes from the state machines in `backend/app/domain`; `structure.sql`
is the output of pg_dump for a database that all migrations have built.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.domain.matches import states as match_states
from app.domain.matchmaking.challenge import CHALLENGE_TRANSITIONS
from app.domain.payments import states
from app.domain.tournaments.lifecycle import ENTRY_TRANSITIONS, TOURNAMENT_TRANSITIONS
from devstack import environment, postgres
from devstack.errors import StackError
from devstack.instances import ROOT

STRUCTURE = ROOT / "alembic" / "structure.sql"
TRANSITIONS = ROOT / "alembic" / "sql" / "state_transitions.sql"

_MACHINES: dict[str, Mapping[Any, Any]] = {
    "challenge": CHALLENGE_TRANSITIONS,
    "deposit": states.DEPOSIT_TRANSITIONS,
    "match": match_states.MATCH_TRANSITIONS,
    "paybill": states.PAYBILL_TRANSITIONS,
    "refund": states.REFUND_TRANSITIONS,
    "tournament": TOURNAMENT_TRANSITIONS,
    "tournament_entry": ENTRY_TRANSITIONS,
    "verification": match_states.VERIFICATION_TRANSITIONS,
    "withdrawal": states.WITHDRAWAL_TRANSITIONS,
}

_HEADER = """\
-- Which state may follow which, for each machine; the trigger `transition` refuses the rest.
-- Written by `make schema` from the state machines in backend/app/domain: do not edit.

ALTER TABLE state_transitions DISABLE TRIGGER fixed;
DELETE FROM state_transitions;
INSERT INTO state_transitions (machine, from_state, to_state) VALUES
"""


def transitions() -> list[tuple[str, str, str]]:
    """Return machine, state and next state of every legal transition, sorted."""
    return sorted(
        (machine, str(state), str(to))
        for machine, known in _MACHINES.items()
        for state, following in known.items()
        for to in following
    )


def transitions_sql() -> str:
    """Return the text of `sql/state_transitions.sql`."""
    rows = ",\n".join(f"  ('{machine}', '{a}', '{b}')" for machine, a, b in transitions())
    return f"{_HEADER}{rows};\nALTER TABLE state_transitions ENABLE TRIGGER fixed;\n"


def structure(url: str) -> str:
    """Return the structure of the database at `url`, the same text on every machine.

    Without functions, which have files of their own; without pg_dump's comments and session
    settings, and without the name of the owner. pg_dump quotes a body that has a dollar by `$_$`.
    """
    done = subprocess.run(
        [str(_pg_dump()), "--schema-only", "--no-owner", "--restrict-key=none", url],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StackError(f"pg_dump failed; its output: {done.stderr[-2000:]}")
    noise = re.compile(r"^(--|\\|SET |SELECT pg_catalog\.set_config)")
    text = "\n".join(line for line in done.stdout.splitlines() if not noise.match(line))
    text = re.sub(r"^CREATE FUNCTION .*?\$_*\$;$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"DEFAULT PRIVILEGES FOR ROLE \S+", "DEFAULT PRIVILEGES", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _pg_dump() -> Path:
    own = postgres.program("pg_dump")
    found = own if own.exists() else shutil.which("pg_dump")
    if not found:
        raise StackError("pg_dump is missing; install the client programs of PostgreSQL 18")
    return Path(found)


def _migrate(url: str) -> None:
    env = environment.as_owner(dict(os.environ), url)
    if subprocess.run(environment.migrate(), cwd=ROOT, env=env, check=False).returncode:
        raise StackError("The migrations failed.")


def main() -> int:
    """Write both files; the database is made for this and thrown away."""
    TRANSITIONS.write_text(transitions_sql())
    with tempfile.TemporaryDirectory(prefix="wagewars-schema-") as folder:
        try:
            with postgres.start(Path(folder), durable=False) as server:
                _migrate(server.url)
                STRUCTURE.write_text(structure(server.url))
        finally:
            postgres.remove(Path(folder))
    print(f"Wrote {TRANSITIONS.relative_to(ROOT)} and {STRUCTURE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except StackError as error:
        sys.exit(str(error))
