"""What docs/security.md claims has a test, and what no other test shows of it is shown here.

Rows of docs/security.md: S41, S46, S47.
"""

import json
import re
from typing import Any

import pytest

from devstack import security
from tests.architecture.sources import BACKEND, ROOT

FRONTEND = ROOT / "frontend"
# The first versions without what the checklist names (S46, S47).
PATCHED = {"starlette": (1, 3, 1), "python-multipart": (0, 0, 32), "libpass": (1, 9, 4)}
PATCHED_NEXT = (16, 2, 6)


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def test_every_row_is_there_and_every_test_that_it_names_exists() -> None:
    rows = security.read(security.PAGE.read_text())
    assert list(security.wrong_with(rows)) == []
    assert re.fullmatch(r"\d+ of 66 rows hold, \d+ in part, \d+ are open\.", security.summary(rows))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("| S01 | x | holds | | |", "S01: nothing shows that it holds"),
        ("| S01 | x | holds | | manual: somebody looked |", "S01: nothing shows that it holds"),
        ("| S01 | x | open | | |", "S01: what is missing is not said"),
        ("| S01 | x | done | y | `no/such.py::test_x` |", "S01: no such state: done"),
        ("| S01 | x | part | y | `no/such.py::test_x` |", "S01: there is no no/such.py"),
        (
            "| S01 | x | part | y | `unit/test_phone.py::test_x` |",
            "S01: unit/test_phone.py has no test test_x",
        ),
        (
            "| S01 | x | part | y | `unit/test_phone.py::test_x` |",
            "S01: unit/test_phone.py does not name the row",
        ),
    ],
)
def test_a_claim_that_nothing_shows_is_found(row: str, says: str) -> None:
    assert says in list(security.wrong_with(security.read(row)))


def test_a_manual_record_has_a_date() -> None:
    (row,) = security.read("| S60 | x | holds | | manual 2026-12-01: looked into containers |")
    assert row.manual == "2026-12-01"
    assert not [line for line in security.wrong_with([row]) if line.startswith("S60")]


def fields(schema: Any, contract: dict[str, Any], seen: set[str]) -> set[str]:
    """Return the names of all properties below a schema."""
    found: set[str] = set()
    if isinstance(schema, list):
        return found.union(*(fields(part, contract, seen) for part in schema))
    if not isinstance(schema, dict):
        return found
    _, _, name = str(schema.get("$ref", "")).partition("#/components/schemas/")
    if name and name not in seen:
        seen.add(name)
        found |= fields(contract["components"]["schemas"][name], contract, seen)
    found |= set(schema.get("properties", ()))
    return found.union(*(fields(part, contract, seen) for part in schema.values()))


def test_staff_neither_sees_nor_sets_a_password() -> None:
    contract = json.loads((FRONTEND / "openapi.json").read_text())
    of_staff = {path: of for path, of in contract["paths"].items() if "/admin/" in path}
    assert len(of_staff) > 20
    named = fields(list(of_staff.values()), contract, set())
    assert len(named) > 100
    assert [name for name in named if re.search("password|access_token|refresh_token", name)] == []


def test_pinned_packages_are_past_their_known_advisories() -> None:
    pinned = dict(
        re.findall(r"^([\w-]+)==(\S+)", (BACKEND / "requirements.txt").read_text(), re.MULTILINE)
    )
    assert {
        name: pinned[name] for name, least in PATCHED.items() if numbers(pinned[name]) < least
    } == {}
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    assert numbers(lock["packages"]["node_modules/next"]["version"]) >= PATCHED_NEXT


def test_the_web_app_has_no_middleware() -> None:
    """A check there could be passed by (CVE-2025-29927); the API asks for itself."""
    names = ("middleware", "proxy")
    found = [*FRONTEND.glob("*.[jt]s"), *(FRONTEND / "src").glob("*.[jt]s")]
    assert [path.name for path in found if path.stem in names] == []
