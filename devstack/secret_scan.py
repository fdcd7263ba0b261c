"""Look for secrets in what git keeps: `python -m devstack.secret_scan`, a linter of `make lint`.

It knows the forms of keys that providers give out and of private keys, and takes a long random word
beside a name such as `password` or `api_key` for one, too. It needs no network. A line that only
looks like it ends with `# not a secret: why`, or stands in `_KNOWN`.
"""

import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from devstack.instances import ROOT

_FORMS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*\n?[A-Za-z0-9+/=]{40}",
    "a key of AWS": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of GitHub": r"\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{60,}",
    "a token of GitLab": r"\bglpat-[\w-]{20}\b",
    "a token of Slack": r"\bxox[abprs]-[\w-]{10,}",
    "a key of Google": r"\bAIza[\w-]{35}\b",
    "a key of Stripe": r"\b[rs]k_live_\w{20,}",
    "a key of Africa's Talking": r"\batsk_[0-9a-f]{60,}",
    "a token of npm": r"\bnpm_[A-Za-z0-9]{36}\b",
    "a signed token": r"\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,}",
    "a password in an address": r"\b\w+://[^\s:@/{}$<'\"]+:([A-Za-z0-9+/_-]{16,})@",
}
_NAMED = re.compile(
    r"(?i)\b\w*(?:secret|passw(?:or)?d|passkey|api_?key|token|private_?key)\w*"
    r"[\"']?\s*[:=]\s*[\"']?([A-Za-z0-9+/_=-]{24,})[\"']?(?=\s|,|$|\))"
)
_PATTERNS = {what: re.compile(form) for what, form in _FORMS.items()}
_DRAWN_BY_TESTS = frozenset({"a private key", "a signed token", "a password in an address"})
_MARK = "# not a secret"
# Public values, and values of tests and simulators: what they open is thrown away.
_KNOWN = (
    "bfb279f9aa9bdbcf158e97dd71a467cd2e0c893059b10f78e6b72ada1ed2c919",  # Safaricom's sandbox
    "simulator-only-",  # production refuses it (app/core/settings/mpesa)
    "a-benchmark-token-",
    "KARIBUWAGEWARSDEMOSECRETONLY2547",  # of the demo's authenticator; production refuses it
)
_PLAY = ("backend/tests/", "frontend/e2e/", "frontend/src/tests/", "ops/backup_drill/")
_BINARY = frozenset({".png", ".ico", ".woff2", ".webp", ".jpg", ".pdf", ".gz"})
_LOCKS = frozenset({"package-lock.json", "openapi.json", "schema.d.ts"})
_LEAST_BITS = 4.0  # of a letter: random words of 24 have more, names of settings less
_LONGEST_LINE = 4_000


def main() -> int:
    """Print where something looks like a secret; return 1 if anything does."""
    found = [line for file in _files() for line in _in_file(file)]
    for line in found:
        print(line)
    return 1 if found else 0


def _files() -> Iterator[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        file = ROOT / name
        if file.suffix not in _BINARY and file.name not in _LOCKS and file.is_file():
            yield file


def _in_file(file: Path) -> Iterator[str]:
    try:
        text = file.read_text()
    except UnicodeDecodeError:
        return
    name = str(file.relative_to(ROOT))
    for what, number in scan(text, is_play=name.startswith(_PLAY)):
        yield f"{name}:{number}: {what}"


def scan(text: str, *, is_play: bool = False) -> Iterator[tuple[str, int]]:
    """Yield what looks like a secret in `text`, and in which line; never the secret itself.

    In a test (`is_play`) only the forms count that a provider gives out.
    """
    lines = text.splitlines()
    for what, pattern in _PATTERNS.items():
        if is_play and what in _DRAWN_BY_TESTS:
            continue
        for match in pattern.finditer(text):
            number = text.count("\n", 0, match.start()) + 1
            if all(map(_is_random, match.groups())) and not _is_known(lines[number - 1]):
                yield what, number
    if not is_play:
        yield from _named(lines)


def _named(lines: list[str]) -> Iterator[tuple[str, int]]:
    for number, line in enumerate(lines, start=1):
        if len(line) > _LONGEST_LINE or _is_known(line):
            continue
        if any(_is_random(match[1]) for match in _NAMED.finditer(line)):
            yield "a random word beside the name of a secret", number


def _is_known(line: str) -> bool:
    return _MARK in line or any(known in line for known in _KNOWN)


def _is_random(word: str) -> bool:
    """Return whether a word has letters and digits, and as many bits as chance gives."""
    is_mixed = any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
    if not is_mixed:
        return False
    counts = Counter(word)
    bits = -sum(n / len(word) * math.log2(n / len(word)) for n in counts.values())
    least = 3.0 if re.fullmatch(r"[0-9a-f]+", word) else _LEAST_BITS
    return bits >= least


if __name__ == "__main__":
    sys.exit(main())
