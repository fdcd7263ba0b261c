"""Run every figure in alternating rounds and print ratios; `BENCH_LONG=1` makes more rounds."""

import os
import sys

from bench import callbacks, logins, settlement
from bench.report import Figure, Rounds
from bench.site import running

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
        name="C1 callbacks stored before they are answered",
        ours="callbacks answered 200",
        reference="pgbench single insert",
        unit="a second",
        floor=0.12,
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
]


def main() -> int:
    """Measure, print, and return 1 when a median is below its floor."""
    rounds = 9 if os.environ.get("BENCH_LONG") else 3
    chosen = [f for f in FIGURES if not sys.argv[1:] or f.name.split()[0] in sys.argv[1:]]
    results = [Rounds(figure) for figure in chosen]
    print(f"{rounds} rounds; smallest / median / largest", flush=True)
    with running() as site:
        for number in range(rounds):
            for result in results:
                result.add(*result.figure.measure(site, number))
                print(
                    f"  round {number + 1}: {result.figure.name}: {result.ratios[-1]:.3f}",
                    flush=True,
                )
    for result in results:
        print("\n".join(result.lines()))
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
