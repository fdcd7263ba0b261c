"""Run the SQL files beside this module inside a migration.

The text goes to PostgreSQL as it stands, through the driver's own cursor: a `%` in it is a `%` and
no placeholder.
"""

from pathlib import Path

from alembic import op

FOLDER = Path(__file__).with_name("sql")


def run_file(name: str) -> None:
    """Execute `sql/<name>.sql`, such as `tables/ledger`."""
    cursor = op.get_bind().connection.cursor()
    cursor.execute((FOLDER / f"{name}.sql").read_text())
    cursor.close()


def replace_function(name: str) -> None:
    """Create or replace the function in `sql/functions/<name>.sql`; a name is `ledger/ledger_post`.

    Always takes the file as it is now: a database that starts empty gets today's function from the
    first migration on. A function whose arguments change is dropped by its migration before.
    """
    run_file(f"functions/{name}")


def set_state_transitions() -> None:
    """Let the table `state_transitions` hold what `sql/state_transitions.sql` says, and no more."""
    run_file("state_transitions")
