"""How long disputes take is public, and anybody with the tables comes to the same figures."""

from collections import defaultdict
from datetime import datetime
from statistics import quantiles

import httpx

from app.core.clock import NAIROBI
from tests.support.arena import Arena, Player
from tests.support.players import make_match

WHY = "The recording shows the last round."
# When each was opened (days ago) and how many hours the ruling took.
_TOOK = [(1, 2.0), (3, 30.0), (2, 4.5), (40, 1.0), (41, 80.0), (42, 7.0), (400, 9.0)]


def dispute(arena: Arena, one: Player, two: Player, referee: Player) -> int:
    match_id = make_match(one, two, active=True).id
    one.report(match_id, "won")
    two.report(match_id, "won")
    assert referee.decide(match_id, "player1").status_code == 200
    return match_id


def test_the_public_figures_are_those_of_the_tables(arena: Arena) -> None:
    one, two = arena.player(money=2_000), arena.player(money=2_000)
    referee, other = arena.admin(), arena.admin()
    path = "/disputes/figures"
    assert one.get(path) == {"items": []}
    for number, (days, hours) in enumerate(_TOOK):
        match_id = dispute(arena, one, two, referee)
        if number in {0, 3}:
            two.post(f"/matches/{match_id}/appeal", {"reason": WHY})
        if number == 3:
            order = {"decision": "overturn", "result": "void", "reason": WHY}
            assert other.post(f"/admin/matches/{match_id}/appeal", order).status_code == 200
        arena.sql(
            f"UPDATE disputes SET opened_at = now() - interval '{days} days',"
            f" closed_at = now() - interval '{days} days' + interval '{hours} hours',"
            f" evidence_until = now() - interval '{days} days' + interval '1 hour',"
            f" rule_by = now() - interval '{days} days' + interval '27 hours'"
            f" WHERE match_id = {match_id}"
        )
    rulings = defaultdict(list)
    for opened, closed, decision in arena.sql(
        "SELECT d.opened_at, closed_at, decision FROM disputes d LEFT JOIN appeals USING (match_id)"
        " WHERE closed_at > now() - interval '300 days' ORDER BY closed_at"
    ):
        rulings[month(closed)].append(((closed - opened).total_seconds(), decision))

    guest = httpx.get(f"{arena.url}/api/v1{path}")
    assert guest.headers["cache-control"] == "public, max-age=300"
    seen = {line["month"]: line for line in guest.json()["items"]}
    assert list(seen) == sorted(rulings, reverse=True), "and nothing older than a year"
    for name, decided in rulings.items():
        seconds = [took for took, _ in decided]
        deciles = quantiles(seconds, n=10, method="inclusive") if len(decided) > 1 else seconds * 9
        overturned = sum(decision == "overturned" for _, decision in decided)
        line = seen[name]
        assert line["ruled"] == len(decided)
        assert abs(line["median_seconds"] - deciles[4]) <= 1
        assert abs(line["p90_seconds"] - deciles[8]) <= 1
        assert line["late"] == sum(took > 27 * 3_600 for took in seconds)
        assert line["overturned"] == overturned
        assert line["overturn_rate"] == round(overturned / len(decided), 4)
    assert sum(line["appealed"] for line in seen.values()) == 2
    assert sum(line["overturned"] for line in seen.values()) == 1


def month(moment: datetime) -> str:
    return moment.astimezone(NAIROBI).strftime("%Y-%m")
