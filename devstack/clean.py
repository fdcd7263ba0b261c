"""`make clean`, first part: ends what still runs here and deletes the database.

A part of its own because the database may live outside the project's folder.
"""

import sys

from devstack import postgres, run, site
from devstack.errors import StackError


def main() -> int:
    """Clean up after the default site; returns 1 if it is running."""
    try:
        here = site.read()
        with site.occupied(here):
            run.clear_leftovers(here)
            postgres.remove(here.data_dir)
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
