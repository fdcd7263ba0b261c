"""List whom a breach of personal data has reached, for those who have to tell them.

`python -m app.cli.affected_people --until 2026-12-01T10:00Z` writes everybody in a copy of the
database of that moment, such as a backup that was lost, as JSON, one on a line. With `--staff
USERNAME --since …` it writes those whom that account read or changed meanwhile, by the audit. The
steps: docs/operations/breach.md.
"""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime

from app.core.database import transaction
from app.services.privacy import affected


def main(arguments: list[str]) -> int:
    """Write the list to stdout, and how many they are to stderr."""
    parser = argparse.ArgumentParser(prog="python -m app.cli.affected_people", description=__doc__)
    parser.add_argument("--staff", help="the username of an account of staff that was misused")
    parser.add_argument("--since", type=_moment, help="from when on it was misused")
    parser.add_argument("--until", type=_moment, required=True, help="until when, or of which copy")
    options = parser.parse_args(arguments)
    if (options.staff is None) is not (options.since is None):
        parser.error("--staff and --since belong together")
    with transaction() as session:
        found = (
            affected.by_copy(session, until=options.until)
            if options.staff is None
            else affected.by_staff(
                session, staff=options.staff, since=options.since, until=options.until
            )
        )
    for one in found:
        sys.stdout.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
    sys.stderr.write(f"{len(found)} people\n")
    return 0


def _moment(written: str) -> datetime:
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
