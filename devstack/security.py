"""Print the security checklist and count what holds (`make security`).

The table is `docs/security.md`. A test that it names must exist, and its file must name the row, so
that whoever changes the test knows what leans on it. A row `holds` only with a test or a manual
record that has a date.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from devstack.instances import ROOT

PAGE = ROOT / "docs" / "security.md"
ROWS = tuple(f"S{number:02}" for number in range(1, 67))
STATES = ("holds", "part", "open")
_CELL = r"([^|\n]*)\|"
_ROW = re.compile(rf"^\| (S\d\d) \|{_CELL * 4}$", re.MULTILINE)
_TEST = re.compile(r"`([^`]+?)::([^`]+)`")
_MANUAL = re.compile(r"manual (20\d\d-\d\d-\d\d): \S+")
_BASES = ("backend/tests", ".")


@dataclass(frozen=True)
class Row:
    """One row of the checklist: what it asks, whether that holds, and what shows it."""

    name: str
    asks: str
    state: str
    today: str
    tests: tuple[tuple[str, str], ...]
    manual: str | None = None


def read(text: str) -> list[Row]:
    """Return the rows of a page in its order."""
    return [
        Row(
            name=name,
            asks=asks.strip(),
            state=state.strip(),
            today=today.strip(),
            tests=tuple(_TEST.findall(shown)),
            manual=found[1] if (found := _MANUAL.search(shown)) else None,
        )
        for name, asks, state, today, shown in _ROW.findall(text)
    ]


def wrong_with(rows: list[Row]) -> Iterator[str]:
    """Yield a sentence for each row that is missing, and for each claim that nothing shows."""
    if [row.name for row in rows] != list(ROWS):
        missing = sorted(set(ROWS) - {row.name for row in rows})
        yield f"the page must have S01 to S66 once and in order; missing: {missing}"
    for row in rows:
        if row.state not in STATES:
            yield f"{row.name}: no such state: {row.state}"
        if row.state == "holds" and not row.tests and row.manual is None:
            yield f"{row.name}: nothing shows that it holds"
        if row.state != "holds" and not row.today:
            yield f"{row.name}: what is missing is not said"
        for path, test in row.tests:
            yield from _wrong_with_test(row, path, test)


def _wrong_with_test(row: Row, path: str, test: str) -> Iterator[str]:
    file = next((ROOT / base / path for base in _BASES if (ROOT / base / path).is_file()), None)
    if file is None:
        yield f"{row.name}: there is no {path}"
        return
    text = _text_of(file)
    # Python's by name; those of the web app by the title in quotes.
    defined = f"def {test}(" if file.suffix == ".py" else f'test("{test}"'
    if defined not in text:
        yield f"{row.name}: {path} has no test {test}"
    if not re.search(rf"\b{row.name}\b", text):
        yield f"{row.name}: {path} does not name the row"


@cache
def _text_of(file: Path) -> str:
    return file.read_text()


def summary(rows: list[Row]) -> str:
    """Return how many rows are in each state, in one line."""
    counts = {state: sum(row.state == state for row in rows) for state in STATES}
    return (
        f"{counts['holds']} of {len(ROWS)} rows hold, {counts['part']} in part,"
        f" {counts['open']} are open."
    )


def main() -> int:
    """Print the table; return 1 if the page claims what is not there."""
    rows = read(PAGE.read_text())
    for row in rows:
        shown = f"{len(row.tests)} tests" if row.tests else (row.manual or "-")
        print(f"{row.name}  {row.state:<5}  {shown:<8}  {row.asks}")
        if row.state != "holds":
            print(f"{'':<22}  today: {row.today}")
    wrong = list(wrong_with(rows))
    print(f"\n{summary(rows)}")
    for sentence in wrong:
        print(f"WRONG {sentence}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
