"""The table of behaviours keeps its promise: every row is shown by a test."""

import re
from pathlib import Path

import httpx

from simulators.cod.behaviours import COD_BEHAVIOURS
from simulators.daraja.behaviours import BEHAVIOURS, Label

ALL = (*BEHAVIOURS, *COD_BEHAVIOURS)
TESTS = Path(__file__).parent
PROOF = re.compile(r"@proves\(([^)]*)\)")


def proven() -> set[str]:
    source = "".join(path.read_text() for path in TESTS.rglob("test_*.py"))
    return {name for names in PROOF.findall(source) for name in re.findall(r'"(\w+)"', names)}


def test_every_row_is_shown_by_a_test() -> None:
    assert {behaviour.name for behaviour in ALL} - proven() == set()


def test_every_row_says_where_it_comes_from() -> None:
    assert {behaviour.label for behaviour in BEHAVIOURS} == set(Label)
    assert len({behaviour.name for behaviour in ALL}) == len(ALL)


def test_the_table_can_be_read_by_machines(http: httpx.Client) -> None:
    rows = http.get("/_sim/behaviours").json()
    assert {"name": "payer_cancels", "label": "documented", "what": "1032"} in rows
