"""Open psql, or run one statement, on the database of the running `make run` or `make dev`.

The address is the one in the status file; the program is the one of the embedded PostgreSQL, so
that nothing needs to be installed.
"""

import argparse
import os
import sys
from typing import NoReturn

from psycopg2.extensions import parse_dsn

from devstack import instances, postgres
from devstack.errors import StackError

# libpq's variables: a password in the environment is not shown by ps, one in the arguments is.
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "options": "PGOPTIONS",
    "sslmode": "PGSSLMODE",
}


def connection_variables(url: str) -> dict[str, str]:
    """Return the environment variables with which libpq connects to `url`."""
    parts = parse_dsn(url.replace("+psycopg2", "", 1))
    return {_VARIABLES[name]: str(value) for name, value in parts.items() if name in _VARIABLES}


def main() -> NoReturn:
    """Become psql; exits with 1 if nothing runs."""
    parser = argparse.ArgumentParser(prog="make psql", description=__doc__)
    parser.add_argument("--command", help="run this statement and end (make psql SQL=…)")
    command = parser.parse_args().command
    try:
        url = instances.running().database_url
        argv = [str(postgres.program("psql")), *(["--command", command] if command else [])]
    except StackError as error:
        sys.exit(str(error))
    # Replaces this process, so that Ctrl-C reaches psql alone.
    os.execve(argv[0], argv, {**os.environ, **connection_variables(url)})  # noqa: S606


if __name__ == "__main__":
    main()
