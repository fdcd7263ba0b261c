"""L3: what posting the platform's fee costs: settlements with it, beside settlements without.

Both by pgbench at 16 connections, which calls the database function that the service calls.
"""

from contextlib import closing

from bench import pgbench
from bench.bulk_rows import make_matches
from bench.figures.settlement import require_all_settled
from bench.testbed import Testbed

_CONNECTIONS = 16
_SCRIPT = "SELECT settle_match(nextval('{counter}'), 'player1', 'agreed', 'bench', NULL);"


def measure(testbed: Testbed, round_number: int) -> tuple[float, float]:
    """Return (settlements a second with a fee, settlements a second without) of one round."""
    if round_number % 2:
        return _settle(testbed, fee_rate="0.1"), _settle(testbed, fee_rate="0")
    without = _settle(testbed, fee_rate="0")
    return _settle(testbed, fee_rate="0.1"), without


def _settle(testbed: Testbed, *, fee_rate: str) -> float:
    made = make_matches(testbed, testbed.sizes.fee_settlements, fee_rate=fee_rate)
    first, last = made[0][0], made[-1][0]
    assert last - first == len(made) - 1, "the ids of the matches of a round are consecutive"
    counter = f"bench_matches_from_{first}"
    with closing(testbed.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(f"CREATE SEQUENCE {counter} START {first}")
    each = str(len(made) // _CONNECTIONS)
    rate = pgbench.script_rate(
        testbed.database_url,
        testbed,
        _SCRIPT.format(counter=counter),
        *("-c", str(_CONNECTIONS), "-t", each),
    )
    require_all_settled(testbed)
    return rate
