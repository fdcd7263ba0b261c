"""Search logs for what players type and what opens their accounts: phones, passwords, tokens.

The tests' players are canaries. Whatever of them stands in a log of a process would stand there for
a real player, too (docs/operations.md says what logs may hold).
"""

import re
from collections.abc import Iterator
from pathlib import Path

_CANARIES = {
    "a phone number": r"(?<![\w.])(?:\+?254|0)[17]\d{8}(?!\w|\.\d)",
    "an e-mail address": r"[\w.+-]+@(?:[\w-]+\.)*example(?:\.com)?\b",
    # `make run` prints the demo's, on purpose.
    "a password": r"Mambo-vipi-254|Karibu-WageWars-1(?! +\(all six)|Pole-pole-ndio-mwendo",
    "a password's hash": r"\$2[aby]\$\d\d\$[./\w]{20}",
    "an access token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}",
    "a refresh token": r"refresh=[\w-]{30,}",
    "a code": r"\b[Cc]ode(?: is|\W{1,4}) ?\d{6}\b",
    "a callback's secret": r"/hooks/(?:d|sms)/[\w-]{20,}",
    "a row's values": r"\bKey \(\w+\)=|Failing row contains",
}
_ANY = re.compile("|".join(f"({pattern})" for pattern in _CANARIES.values()))
_NAMES = tuple(_CANARIES)


class CanaryFound(Exception):
    """A log holds what no log may hold."""


def in_text(text: str, *, source: str) -> Iterator[str]:
    """Yield `source:line: what` for each canary, and never the canary itself."""
    for number, line in enumerate(text.splitlines(), start=1):
        for found in _ANY.finditer(line):
            yield f"{source}:{number}: {_NAMES[(found.lastindex or 1) - 1]}"


def in_logs(folder: Path) -> list[str]:
    """Return as `in_text` what stands in the logs of a folder."""
    return [
        found
        for path in sorted(folder.glob("*.log"))
        for found in in_text(path.read_text(errors="replace"), source=str(path))
    ]


def require_none(folder: Path) -> None:
    """Raise CanaryFound if a log of this folder holds one."""
    found = in_logs(folder)
    if found:
        raise CanaryFound("\n".join(found[:20]))
