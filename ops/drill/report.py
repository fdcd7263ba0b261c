"""What the rounds of a drill come to: one row a kill, for the terminal and for docs/drill.md."""

import statistics
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from devstack.instances import ROOT
from ops.drill.kills import KILLS

DOCUMENT = ROOT / "docs" / "drill.md"
_BEGIN, _END = "<!-- table: written by make drill -->\n", "<!-- end of the table -->"
_HEAD = (
    "| killed | rounds | acknowledged | lost | without a write (s) | without a deposit (s) |\n"
    "| --- | --- | --- | --- | --- | --- |\n"
)


@dataclass(frozen=True)
class Round:
    """One kill: what was acknowledged and lost, and how long nothing was (seconds)."""

    kill: str
    acknowledged: int
    lost: list[str]
    violations: list[str]
    without_write: float
    without_deposit: float

    def failures(self) -> list[str]:
        """Return what must not be."""
        limit = KILLS[self.kill].within
        late = [
            f"{self.kill}: {seconds:.1f} s without a {what}, more than {limit:.0f}"
            for what, seconds in (
                ("write", self.without_write),
                ("deposit", self.without_deposit),
            )
            if seconds > limit
        ]
        return [*(f"{self.kill}: lost {one}" for one in self.lost), *self.violations, *late]


def table(rounds: list[Round]) -> str:
    """Return the table in Markdown: minimum / median / maximum."""
    by_kill: defaultdict[str, list[Round]] = defaultdict(list)
    for one in rounds:
        by_kill[one.kill].append(one)
    rows = [
        f"| {kill} | {len(found)} | {sum(one.acknowledged for one in found):,}"
        f" | {sum(len(one.lost) for one in found)}"
        f" | {_spread([one.without_write for one in found])}"
        f" | {_spread([one.without_deposit for one in found])} |\n"
        for kill, found in by_kill.items()
    ]
    return _HEAD + "".join(rows)


def write(text: str, path: Path = DOCUMENT) -> None:
    """Put the table in its place in the document."""
    before, _, rest = path.read_text().partition(_BEGIN)
    _, _, after = rest.partition(_END)
    path.write_text(f"{before}{_BEGIN}{text}{_END}{after}")


def _spread(seconds: list[float]) -> str:
    middle = statistics.median(seconds)
    return f"{min(seconds):.1f} / **{middle:.1f}** / {max(seconds):.1f}"
