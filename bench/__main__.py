"""Run every figure in alternating rounds and print ratios; `BENCH_LONG=1` makes more rounds."""

import os
import sys
from dataclasses import dataclass

from bench import (
    callbacks,
    crediting,
    fee,
    joining,
    latency,
    leaderboard,
    logins,
    pairing,
    settlement,
)
from bench.report import Figure, Rounds, Waits
from bench.site import Site, running

FIGURES = [
    Figure(
        name="L1 settlement through the service",
        ours="settlements",
        reference="pgbench TPC-B",
        unit="a second",
        floor=0.5,
        goal=0.8,
        measure=settlement.measure,
    ),
    Figure(
        name="L2 deposits credited in crowds",
        ours="deposits credited",
        reference="pgbench TPC-B at 16",
        unit="a second",
        floor=1.0,
        goal=2.0,
        measure=crediting.measure,
    ),
    Figure(
        name="L3 settlement with a fee beside one without",
        ours="settlements with a fee",
        reference="settlements without",
        unit="a second",
        floor=0.80,
        goal=0.90,
        measure=fee.measure,
    ),
    Figure(
        name="C1 callbacks stored before they are answered",
        ours="callbacks answered 200",
        reference="pgbench single insert",
        unit="a second",
        floor=0.20,
        goal=0.25,
        measure=callbacks.measure,
    ),
    Figure(
        name="H3 others beside 64 logins",
        ours="requests beside logins",
        reference="requests alone",
        unit="a second",
        floor=0.90,
        goal=0.90,
        measure=logins.measure,
    ),
    Figure(
        name="H2 the leaderboard of a million",
        ours="pages of 50",
        reference="constants from a bare FastAPI",
        unit="a second",
        floor=0.75,
        goal=0.75,
        measure=leaderboard.measure_top,
    ),
    Figure(
        name="H2me one's own place among a million",
        ours="own places with neighbours",
        reference="own accounts",
        unit="a second",
        floor=0.25,
        goal=0.5,
        measure=leaderboard.measure_place,
    ),
    Figure(
        name="M1 a queue of 100,000 paired",
        ours="queues paired",
        reference="np.sort of the same keys",
        unit="a second",
        floor=0.3,
        goal=0.4,
        measure=pairing.measure_100_000,
    ),
    Figure(
        name="M1 a queue of a million paired",
        ours="queues paired",
        reference="np.sort of the same keys",
        unit="a second",
        floor=0.3,
        goal=0.4,
        measure=pairing.measure_million,
    ),
    Figure(
        name="M1 pairs in queues of up to 200",
        ours="pairs",
        reference="most that there can be (blossom)",
        unit="in all",
        floor=0.9,
        goal=0.97,
        measure=pairing.measure_pairs,
    ),
    Figure(
        name="M1 gaps in a queue of 10,000",
        ours="smallest total gap (dynamic programming)",
        reference="ours",
        unit="points",
        floor=0.95,
        goal=0.98,
        measure=pairing.measure_gaps,
    ),
    Figure(
        name="M2 finding who waits, in PostgreSQL",
        ours="joins",
        reference="pgbench TPC-B",
        unit="a second",
        floor=1.0,
        goal=1.5,
        measure=joining.measure,
    ),
]


@dataclass
class _Waiting:
    """W: two kinds of waiting in one measurement."""

    alone: Waits
    in_a_storm: Waits

    def add_round(self, site: Site) -> None:
        alone, in_a_storm = latency.measure(site)
        self.alone.milliseconds += alone
        self.in_a_storm.milliseconds += in_a_storm

    @property
    def both(self) -> list[Waits]:
        return [self.alone, self.in_a_storm]


def main() -> int:
    """Measure, print, and return 1 when a figure does not hold."""
    rounds = 9 if os.environ.get("BENCH_LONG") else 3
    asked = sys.argv[1:]
    results = [Rounds(figure) for figure in FIGURES if not asked or figure.name.split()[0] in asked]
    waiting = _Waiting(
        alone=Waits("W callback to wallet, alone", ceiling=1_000),
        in_a_storm=Waits("W callback to wallet, in a storm of 5,000", ceiling=15_000),
    )
    found = Waits("M2 joining to match.found on the other's socket", ceiling=100, percent=95)
    print(f"{rounds} rounds; smallest / median / largest", flush=True)
    with running() as site:
        for number in range(rounds):
            for result in results:
                result.add(*result.figure.measure(site, number))
                _say(number, f"{result.figure.name}: {result.ratios[-1]:.3f}")
            if not asked or "W" in asked:
                waiting.add_round(site)
                _say(number, "W: measured")
            if not asked or "M2" in asked:
                found.milliseconds += joining.waits(site)
                _say(number, "M2: measured")
    waits = [kind for kind in (*waiting.both, found) if kind.milliseconds]
    described: list[Rounds | Waits] = [*results, *waits]
    for one in described:
        print("\n".join(one.lines()))
    return 0 if all(one.holds for one in described) else 1


def _say(number: int, what: str) -> None:
    print(f"  round {number + 1}: {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
