"""The checks at the end of a run, and what each of them found."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from load.counters import Counters
from load.ledger_check import LedgerCheck
from load.waiting_times import Waits, percentile

_ERROR = re.compile(r"\| (ERROR|CRITICAL|FATAL|PANIC)\b|Traceback")
# False and missing reports raise a player's risk score: that alert is expected.
_EXPECTED = " payouts_frozen about user:"
CEILING_SECONDS = 2.0  # p95 from an available opponent to match.found
_FEWEST_SAMPLES = 20


@dataclass(frozen=True)
class Check:
    """What must hold, the figures, and a description of each fault."""

    name: str
    facts: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Say whether there is no fault."""
        return not self.faults

    def lines(self) -> list[str]:
        """Describe the check in a line, and each of the first ten faults in another."""
        mark = "ok  " if self.holds else "FAIL"
        return [f"{mark} {self.name}{': ' if self.facts else ''}{self.facts}"] + [
            f"       {fault}" for fault in self.faults[:10]
        ]


def run_checks(
    counters: Counters,
    waits: Waits,
    ledger_check: LedgerCheck,
    *,
    wallets: list[dict[str, str]],
    log: str,
) -> list[Check]:
    """Return every check of a run, passed or not; `log` is what the processes logged meanwhile."""
    return [
        Check(
            "the ledger sums to zero, and each stake is held, paid or refunded",
            faults=ledger_check.violations(),
        ),
        Check("M-Pesa's statement agrees with our credits", faults=ledger_check.paybill()),
        money(counters.deposited, wallets, *ledger_check.fees_and_taxes()),
        Check(
            "nobody was in two matches, and nothing was done twice",
            f"{counters.actions['checks of all live matches']} times checked, and the whole past",
            ledger_check.in_two_matches() + counters.violations,
        ),
        Check(
            "everything came to an end",
            f"{counters.matches} matches were seen",
            ledger_check.unfinished(),
        ),
        found_in_time(waits),
        Check(
            "no answer of 500 or more, no broken connection, no player stuck",
            f"{sum(counters.answers.values())} answers",
            counters.errors,
        ),
        Check("no process logged an error", faults=logged_errors(log)),
    ]


def logged_errors(log: str) -> list[str]:
    """Return the lines of a log that report an error."""
    lines = (line for line in log.splitlines() if _EXPECTED not in line)
    return [line.strip()[:200] for line in lines if _ERROR.search(line)]


def money(deposited: int, wallets: list[dict[str, str]], fees: Decimal, taxes: Decimal) -> Check:
    """Compare, to the cent, what the players paid in with where it is now (KES)."""
    held = sum((Decimal(one["total"]) for one in wallets), Decimal(0))
    in_play = sum((Decimal(one["in_play"]) for one in wallets), Decimal(0))
    faults = []
    if held + fees + taxes != deposited:
        faults.append(f"the difference is {held + fees + taxes - deposited}")
    if in_play:
        faults.append(f"{in_play} are still in play")
    return Check(
        "wallets + fees == deposits",
        f"{held} + {fees}" + (f" + {taxes} of tax" if taxes else "") + f" == {deposited} KES",
        faults,
    )


def found_in_time(waits: Waits) -> Check:
    """Compare how long players waited beside an available opponent with the ceiling."""
    p50, p95 = (percentile(waits.seconds, percent) for percent in (50, 95))
    faults = []
    if p95 > CEILING_SECONDS:
        faults.append(f"{p95:.2f} s is above {CEILING_SECONDS:g} s")
    if len(waits.seconds) < _FEWEST_SAMPLES:
        faults.append(f"{len(waits.seconds)} searches are too few")
    return Check(
        f"from an available opponent to match.found, p95 <= {CEILING_SECONDS:g} s",
        f"p50 {p50:.3f} s, p95 {p95:.3f} s, most {max(waits.seconds, default=0):.3f} s of"
        f" {len(waits.seconds)} searches (not counted: {waits.polled} polled or were offline,"
        f" {waits.widened} found only by a widened window,"
        f" {waits.left} left with no opponent available)",
        faults,
    )
