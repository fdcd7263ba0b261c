"""The worker decides a match when new evidence arrives and when its deadline passes."""

from app.core.database import transaction
from app.domain.matches.decision import Result
from tests.e2e.player import Player, eventually
from tests.e2e.system import System
from tests.support.findings import record_sure_finding


def playing(system: System) -> tuple[Player, Player, int]:
    one, two = system.player(money=500), system.player(money=500)
    one.post("/matchmaking/queue", {"wager_amount": 500})
    found = two.post("/matchmaking/queue", {"wager_amount": 500}).json()
    assert found["status"] == "matched", found
    match_id = int(found["match_id"])
    for player in (one, two):
        player.post(f"/matches/{match_id}/ready")
    return one, two, match_id


def write_down(match_id: int, outcome: Result, game: str) -> None:
    with transaction() as session:
        record_sure_finding(session, match_id, outcome, game=game)


def test_03_sure_data_propose_a_result_and_time_pays_it(system: System) -> None:
    one, two, match_id = playing(system)
    write_down(match_id, Result.PLAYER1, "9001")

    def proposed() -> bool:
        return bool(one.get(f"/matches/{match_id}")["proposed_result"] == "player1")

    eventually(proposed)
    assert (one.money(), two.money()) == ("0.00", "0.00")
    system.write("UPDATE matches SET due_at = now() WHERE id = %s", match_id)
    eventually(lambda: one.money() == "900.00")
    assert two.money() == "0.00"


def test_04_a_contest_in_time_keeps_the_pot_in_escrow(system: System) -> None:
    one, two, match_id = playing(system)
    write_down(match_id, Result.PLAYER1, "9002")

    def is_contested() -> bool:
        answer = two.post(f"/matches/{match_id}/contest", {"outcome": "won"})
        return answer.status_code == 200

    eventually(is_contested)
    assert one.get(f"/matches/{match_id}")["status"] == "disputed"
    assert (one.money(), two.money()) == ("0.00", "0.00")
