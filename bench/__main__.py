"""Run the figures in alternating rounds and print ratios; `BENCH_LONG=1` makes more rounds.

`--smoke` proves in a minute that every figure runs: small sizes, one round, no floors. A figure
that raises is reported, and the others go on.
"""

import argparse
import os
import sys
import time
import traceback
from collections.abc import Callable

from bench.catalogue import FIGURES
from bench.report import Figure, LatencyFigure
from bench.sizes import FULL, SMOKE
from bench.testbed import Testbed, running

_ROUNDS, _LONG_ROUNDS = 3, 9


class Run:
    """The figures that have not raised so far, and what they came to."""

    def __init__(self, figures: list[Figure | LatencyFigure]) -> None:
        self.results = {figure: figure.new_result() for figure in figures}
        self.failed: list[str] = []

    def add_round(self, testbed: Callable[[str], Testbed], number: int) -> None:
        """Measure each figure once; one that raises is left out of the rest of the run."""
        for figure, result in list(self.results.items()):
            began = time.monotonic()
            try:
                outcome = result.add_round(testbed(figure.database or figure.code), number)
            except Exception:  # noqa: BLE001  # reported, and the run fails by it
                traceback.print_exc()
                outcome = "FAILED"
                self.failed.append(f"{figure.code} {figure.name}")
                del self.results[figure]
            seconds = f"{time.monotonic() - began:.0f} s"
            label = f"round {number + 1}: {figure.code} {figure.name}"
            print(f"  {label}: {outcome} ({seconds})", flush=True)

    def lines(self) -> list[str]:
        """Describe the results, and the figures without one."""
        described = [line for result in self.results.values() for line in result.lines()]
        return described + [f"{figure}: FAILED, see above" for figure in self.failed]

    @property
    def passes(self) -> bool:
        """Say whether no figure raised, and each holds what must hold."""
        return not self.failed and all(result.passes for result in self.results.values())


def main() -> int:
    """Measure, print, and return 1 when a figure raises or misses its floor or ceiling."""
    codes = list(dict.fromkeys(figure.code for figure in FIGURES))
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("codes", nargs="*", metavar="FIGURE", help=", ".join(codes))
    parser.add_argument("--smoke", action="store_true", help="prove that the figures run")
    parser.add_argument("--rounds", type=int, help="3 by default; 1 with --smoke")
    chosen = parser.parse_args()
    if unknown := set(chosen.codes) - set(codes):
        parser.error(f"there is no figure {', '.join(sorted(unknown))}")
    selected = chosen.codes or codes
    run = Run([figure for figure in FIGURES if figure.code in selected])
    usual = _LONG_ROUNDS if os.environ.get("BENCH_LONG") else _ROUNDS
    rounds = chosen.rounds or (1 if chosen.smoke else usual)
    print(f"{rounds} rounds; smallest / median / largest", flush=True)
    with running(SMOKE if chosen.smoke else FULL) as testbed:
        for number in range(rounds):
            run.add_round(testbed, number)
    if chosen.smoke:
        print(f"{len(run.results)} figures ran with small sizes, {len(run.failed)} failed")
        return 1 if run.failed else 0
    print("\n".join(run.lines()))
    return 0 if run.passes else 1


if __name__ == "__main__":
    sys.exit(main())
