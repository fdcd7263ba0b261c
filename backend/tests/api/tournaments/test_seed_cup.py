"""The cup that a demo's first start has behind it: played by the services, seen by the API."""

from app import seed, seed_capital
from app.api import bracket_cache, tournament_pages
from app.cli.first_admin import appoint
from app.core.clock import utc_now
from tests.support.arena import Arena
from tests.support.payments import new_receipt


def test_the_cup_is_over_and_paid_when_the_first_start_is_ready(arena: Arena) -> None:
    for name, phone, _ in seed.DEMO_ACCOUNTS:
        seed.create(username=name, phone=phone)
    appoint(list(seed.ADMINS))
    players = seed.create_simulated(10)

    tournament_pages.details.clear()  # each test begins to count its tournaments anew
    bracket_cache.pages.clear()
    assert not seed.play_first_cup(players), "the house has nothing to guarantee prizes with"
    seed_capital.confirm(new_receipt(), admins=seed.admin_ids(), now=utc_now())
    assert seed.play_first_cup(players)
    assert not seed.play_first_cup(players), "it is played once"

    guest = arena.player()
    (line,) = guest.get("/tournaments?status=finished")["items"]
    assert (line["name"], line["status"], line["current_participants"]) == ("Launch cup", "paid", 8)
    cup = guest.get(f"/tournaments/{line['id']}")
    assert [prize["amount"] for prize in cup["prizes"]] == ["600.00", "300.00", "100.00"]
    assert cup["closed_at"] < utc_now().isoformat()
    field = guest.get(f"/tournaments/{line['id']}/participants")["items"]
    newcomers, played = players[:2], players[2:]
    assert {one["username"] for one in field} == set(played)
    assert {guest.get(f"/users/{name}")["stats"]["current_rank"] for name in newcomers} == {1000}
    assert all(one["is_simulated"] for one in field)
    stats = guest.get(f"/tournaments/{line['id']}/stats")
    assert stats["matches_played"] == 8
