"""L3: what posting the house's fee costs: settlements with it, beside settlements without.

Both by pgbench at 16 connections, which calls the database function that the service calls.
"""

from contextlib import closing
from pathlib import Path

from bench import settlement
from bench.site import Site, pgbench, tps

_CONNECTIONS = 16
_SCRIPT = "SELECT settle_match(nextval('{counter}'), 'player1', 'agreed', 'bench', NULL);"
MATCHES_A_ROUND = 2400


def measure(site: Site, round_number: int) -> tuple[float, float]:
    """Return (settlements a second with a fee, settlements a second without) of one round."""
    if round_number % 2:
        return _settle(site, fee_rate="0.1"), _settle(site, fee_rate="0")
    without = _settle(site, fee_rate="0")
    return _settle(site, fee_rate="0.1"), without


def _settle(site: Site, *, fee_rate: str) -> float:
    made = settlement.make_matches(site, MATCHES_A_ROUND, fee_rate=fee_rate)
    ids = sorted(match_id for match_id, _, _ in made)
    assert ids[-1] - ids[0] == len(ids) - 1, "the matches of a round follow one another"
    counter = f"bench_matches_from_{ids[0]}"
    with closing(site.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(f"CREATE SEQUENCE {counter} START {ids[0]}")
    script = Path(site.folder) / "fee.sql"
    script.write_text(_SCRIPT.format(counter=counter))
    each = str(MATCHES_A_ROUND // _CONNECTIONS)
    options = ("-n", "-M", "prepared", "-c", str(_CONNECTIONS), "-j", "2", "-t", each)
    printed = pgbench(site, *options, "-f", str(script), url=site.database_url)
    settlement.check(site)
    return tps(printed)
