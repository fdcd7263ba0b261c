"""Examine the WageWars that runs here, or the one whose settings are in the environment.

A server has its settings in the environment (`DATABASE_URL`) or in files of /run/secrets.
"""

import os
import sys
from pathlib import Path

from devstack import environment, instances
from devstack.errors import StackError


def main() -> int:
    """Print what `app.cli.doctor` finds; return 1 if something is wrong."""
    if not os.environ.get("DATABASE_URL") and not Path("/run/secrets/database_url").exists():
        try:
            here = instances.running()
        except StackError as error:
            print(error, file=sys.stderr)
            return 1
        servers = {"database_url": here.database_url, "redis_url": here.redis_url}
        os.environ.update(environment.build(here.instance, **servers))
    from app.cli import doctor

    return doctor.main()


if __name__ == "__main__":
    sys.exit(main())
