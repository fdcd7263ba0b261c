"""Whether the evening was a good one: each promise, and what was found about it."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from load.books import Books
from load.joinable import Waits, percentile
from load.tally import Tally

_TROUBLE = re.compile(r"\| (ERROR|CRITICAL|FATAL|PANIC)\b|Traceback")
# Liars, and who says nothing when he loses, gather points: that is noticed, and must be.
_DESERVED = "alarm payouts_frozen about user:"
CEILING_SECONDS = 2.0  # p95 from joinable to match.found
_FEWEST_SAMPLES = 20


@dataclass(frozen=True)
class Promise:
    """What must hold, how it came out, and the sentences of what does not hold."""

    name: str
    facts: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Say whether nothing speaks against it."""
        return not self.faults

    def lines(self) -> list[str]:
        """Describe it in a line, and each fault in another."""
        mark = "ok  " if self.holds else "FAIL"
        return [f"{mark} {self.name}{': ' if self.facts else ''}{self.facts}"] + [
            f"       {fault}" for fault in self.faults[:10]
        ]


def judge(
    tally: Tally, waits: Waits, books: Books, *, wallets: list[dict[str, str]], log: str
) -> list[Promise]:
    """Return every promise of the run, kept or not; `log` is what was said meanwhile."""
    return [
        Promise(
            "the ledger sums to zero, and each stake is held, paid or refunded",
            faults=books.violations(),
        ),
        Promise("M-Pesa's statement agrees with our credits", faults=books.paybill()),
        money(tally.deposited, wallets, *books.house()),
        Promise(
            "nobody was in two matches, and nothing was done twice",
            f"{tally.deeds['looks at all seats']} looks at all seats, and the whole past",
            books.in_two_matches() + tally.offences,
        ),
        Promise(
            "everything came to an end", f"{tally.matches} matches were seen", books.unfinished()
        ),
        found_in_time(waits),
        Promise(
            "no answer of 500 or more, no broken connection, nobody stuck",
            f"{sum(tally.answers.values())} answers",
            tally.errors,
        ),
        Promise("no process logged an error", faults=trouble(log)),
    ]


def trouble(log: str) -> list[str]:
    """Return the lines of a log that tell of an error."""
    lines = (line for line in log.splitlines() if _DESERVED not in line)
    return [line.strip()[:200] for line in lines if _TROUBLE.search(line)]


def money(deposited: int, wallets: list[dict[str, str]], fees: Decimal, taxes: Decimal) -> Promise:
    """Compare, to the cent, what the players paid in with where it is now (KES)."""
    held = sum((Decimal(one["total"]) for one in wallets), Decimal(0))
    in_play = sum((Decimal(one["in_play"]) for one in wallets), Decimal(0))
    faults = []
    if held + fees + taxes != deposited:
        faults.append(f"the difference is {held + fees + taxes - deposited}")
    if in_play:
        faults.append(f"{in_play} are still in play")
    return Promise(
        "wallets + fees == deposits",
        f"{held} + {fees}" + (f" + {taxes} of tax" if taxes else "") + f" == {deposited} KES",
        faults,
    )


def found_in_time(waits: Waits) -> Promise:
    """Compare how long players waited who had somebody to play with what was promised."""
    p50, p95 = (percentile(waits.seconds, percent) for percent in (50, 95))
    faults = []
    if p95 > CEILING_SECONDS:
        faults.append(f"{p95:.2f} s is above {CEILING_SECONDS:g} s")
    if len(waits.seconds) < _FEWEST_SAMPLES:
        faults.append(f"{len(waits.seconds)} searches are too few to tell")
    return Promise(
        f"from joinable opponent to match.found, p95 <= {CEILING_SECONDS:g} s",
        f"p50 {p50:.3f} s, p95 {p95:.3f} s, most {max(waits.seconds, default=0):.3f} s of"
        f" {len(waits.seconds)} searches (not counted: {waits.deaf} polled or were away,"
        f" {waits.widened} found only by a widened window, {waits.left} left with nobody there)",
        faults,
    )
