"""Create an empty migration from alembic/script.py.mako, numbered after the last one.

The file is called by date and name (UTC), so that files sort in the order of the revisions.
"""

import argparse
import re
import sys
from pathlib import Path

from alembic.config import Config
from alembic.script import Script, ScriptDirectory

from devstack import check, linters
from devstack.instances import ROOT

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def next_revision(last: str | None) -> str:
    """Return the number after `last`, with at least four digits: "0018" → "0019"."""
    return f"{int(last or '0') + 1:04}"


def create(name: str, config: Config) -> Path:
    """Write the migration `name` (a snake_case noun phrase) and return its path.

    Raises ValueError if the name would make no file name or the last two migrations are branches.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name such as add_tournaments: a-z, 0-9 and _ only.")
    scripts = ScriptDirectory.from_config(config)
    heads = scripts.get_heads()
    if len(heads) > 1:
        raise ValueError(f"The migrations end in {' and '.join(heads)}: put them in a row first.")
    message = name.replace("_", " ").capitalize()
    made = scripts.generate_revision(next_revision(heads[0] if heads else None), message)
    assert isinstance(made, Script)
    return Path(made.path)


def main() -> int:
    """Create the migration named on the command line; returns 1 if the name will not do."""
    parser = argparse.ArgumentParser(prog="make migration NAME=…", description=__doc__)
    parser.add_argument("name")
    try:
        path = create(parser.parse_args().name, Config(ROOT / "alembic.ini"))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    ruff = linters.python("ruff", "format", "--quiet", str(path))
    check.run(ruff, ROOT / "backend")
    print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
