"""What a failover drill counts: the longest time without an event, and what must not be."""

from pathlib import Path

import pytest

from ops.drill import report
from ops.drill.load import longest_gap
from ops.drill.report import Round


def round_of(kill: str, *, write: float = 3.0, lost: list[str] | None = None) -> Round:
    return Round(
        kill=kill,
        acknowledged=1_200,
        lost=lost or [],
        violations=[],
        without_write=write,
        without_deposit=5.0,
    )


@pytest.mark.parametrize(
    ("times", "seconds"),
    [
        ([1.0, 2.0, 9.9, 10.4, 31.0, 31.1, 33.0], 20.6),  # killed at 10, back at 31
        ([1.0, 9.0, 12.0, 13.0], 20.0),  # one more came through, then nothing until the end
        ([31.0, 32.0], 21.0),  # nothing before
        ([], 23.0),  # nothing at all
    ],
)
def test_the_longest_gap_ends_after_the_kill(times: list[float], seconds: float) -> None:
    assert longest_gap(times, since=10.0, until=33.0) == pytest.approx(seconds)


def test_the_table_has_a_row_for_each_kill() -> None:
    rounds = [round_of("Redis primary", write=seconds) for seconds in (3.0, 9.0, 4.0)]
    rows = report.table([*rounds, round_of("API host")]).splitlines()
    assert rows[2] == (
        "| Redis primary | 3 | 3,600 | 0 | 3.0 / **4.0** / 9.0 | 5.0 / **5.0** / 5.0 |"
    )
    assert len(rows) == 4


def test_what_was_lost_and_what_was_late_fails() -> None:
    assert round_of("primary's machine", write=29.0).failures() == []
    assert round_of("Redis primary", write=10.4).failures() == [
        "Redis primary: 10.4 s without a write, more than 10"
    ]
    assert round_of("API host", lost=["a join"]).failures() == ["API host: lost a join"]


def test_the_table_is_written_to_its_place(tmp_path: Path) -> None:
    page = tmp_path / "drill.md"
    page.write_text(report.DOCUMENT.read_text())
    report.write("| a table |\n", page)
    once = page.read_text()
    report.write("| a table |\n", page)
    assert page.read_text() == once
    assert "| a table |\n<!-- end of the table -->\n\nA machine that is gone" in once
