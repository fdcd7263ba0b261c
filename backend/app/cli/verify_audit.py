"""Check the audit's hash chain from its first entry: `python -m app.cli.verify_audit`.

With `--count 17 --head 32b6…`, as an hourly log line says them, the chain must still go through
that entry: whoever has cut off the newest entries is found. It ends with 1 if it is broken.
"""

import argparse
import sys

from app.core.database import transaction
from app.domain.platform.audit_chain import BrokenChain, Head
from app.services.platform import audit


def main(arguments: list[str]) -> int:
    """Check the chain and print its end, or how it is broken."""
    parser = argparse.ArgumentParser(prog="python -m app.cli.verify_audit", description=__doc__)
    parser.add_argument("--count", type=int, help="entries that the chain had")
    parser.add_argument("--head", type=bytes.fromhex, help="hash of the last of them, in hex")
    options = parser.parse_args(arguments)
    if (options.count is None) is not (options.head is None):
        parser.error("--count and --head belong together")
    known = None if options.count is None else Head(options.count, options.head)
    try:
        with transaction() as session:
            head = audit.check(session, known=known)
    except BrokenChain as broken:
        sys.stderr.write(f"the audit is broken: {broken}\n")
        return 1
    sys.stdout.write(f"the audit is whole: {head.count} entries, head {head.hash.hex()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
