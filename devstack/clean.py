"""End leftover processes and delete the database; `make clean` then deletes the folders.

A module of its own because the database may live outside the project's folder.
"""

import sys

from devstack import instances, postgres, run
from devstack.errors import StackError


def main() -> int:
    """Clean up after the default instance; returns 1 if it is running."""
    try:
        instance = instances.read()
        with instances.locked(instance):
            run.clear_leftovers(instance)
            postgres.remove(instance.data_dir)
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
