"""Write the audit's hash chain as JSON lines, or check such a file without a database.

`python -m app.cli.export_audit > audit.jsonl` writes each entry with its number and hash; its last
line is what the published head (`/.well-known/audit-head.json`) must show. `python -m
app.cli.export_audit --check audit.jsonl` follows the chain in the file, and ends with 1 if an entry
was changed, put in or left out: whoever keeps yesterday's file needs to trust nobody.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from app.core.database import transaction
from app.domain.platform.audit_chain import BrokenChain, Head, link
from app.services.platform import audit


def main(arguments: list[str]) -> int:
    """Write the chain to stdout, or check a file."""
    parser = argparse.ArgumentParser(prog="python -m app.cli.export_audit", description=__doc__)
    parser.add_argument("--check", type=Path, help="a file that was written before")
    options = parser.parse_args(arguments)
    try:
        head = _check(options.check) if options.check else _write()
    except BrokenChain as broken:
        sys.stderr.write(f"the audit is broken: {broken}\n")
        return 1
    sys.stderr.write(f"{head.count} entries, head {head.hash.hex()}\n")
    return 0


def _write() -> Head:
    with transaction() as session:
        head = audit.check(session)
        for seq, entry, digest in audit.chain(session):
            line = {"seq": seq, "entry": entry, "hash": digest.hex()}
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return head


def _check(file: Path) -> Head:
    head = Head()
    for seq, entry, digest in _lines(file):
        if seq != head.count + 1 or link(head.hash, entry) != digest:
            raise BrokenChain(f"entry {head.count + 1} is not what was written")
        head = Head(seq, digest)
    return head


def _lines(file: Path) -> Iterator[tuple[int, str, bytes]]:
    with file.open() as lines:
        for line in lines:
            said = json.loads(line)
            yield int(said["seq"]), str(said["entry"]), bytes.fromhex(said["hash"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
