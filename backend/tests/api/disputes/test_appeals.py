"""Appeals to another referee: upheld, or overturned by new entries, to the shilling."""

import pytest

from app.workers.tasks.maintenance import sweep_rulings
from tests.support.arena import Arena, Json, Player, refusal

WHY = "The recording was of another match."


def ruled(arena: Arena, result: str = "player1") -> tuple[Player, Player, int, Player]:
    one, two, match_id = arena.disputing()
    referee = arena.admin()
    assert referee.decide(match_id, result).status_code == 200
    return one, two, match_id, referee


def decide(admin: Player, match_id: int, result: str | None = None) -> Json:
    answer = admin.post(f"/admin/matches/{match_id}/appeal", order(result))
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def order(result: str | None) -> Json:
    if result is None:
        return {"decision": "uphold", "reason": WHY}
    return {"decision": "overturn", "result": result, "reason": WHY}


def appeal(player: Player, match_id: int) -> Json:
    answer = player.post(f"/matches/{match_id}/appeal", {"reason": WHY})
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def test_the_loser_of_a_ruling_can_appeal_once(arena: Arena) -> None:
    _, two, match_id, _ = ruled(arena)
    assert two.match(match_id)["dispute"]["appeal_until"]
    deadlines = appeal(two, match_id)["dispute"]
    assert (deadlines["appeal"]["by"], deadlines["appeal"]["decision"]) == ("player2", None)
    assert deadlines["appeal_until"] is None
    again = two.post(f"/matches/{match_id}/appeal", {"reason": WHY})
    assert refusal(again) == (409, "appeal_closed")
    (found,) = arena.admin().get("/admin/appeals")["items"]
    assert (found["match"]["id"], found["appeal"]["statement"]) == (match_id, WHY)


def test_the_winner_cannot_use_up_the_losers_appeal(arena: Arena) -> None:
    one, two, match_id, _ = ruled(arena)
    assert one.match(match_id)["dispute"]["appeal_until"] is None
    answer = one.post(f"/matches/{match_id}/appeal", {"reason": "I am happy with this."})
    assert refusal(answer) == (409, "appeal_closed")
    assert two.match(match_id)["dispute"]["appeal_until"]
    appeal(two, match_id)
    assert decide(arena.admin(), match_id, "player2")["winner_id"] == two.id


@pytest.mark.parametrize("result", ["split", "draw", "void"])
def test_where_both_lost_something_each_has_an_appeal_in_one_hearing(
    arena: Arena, result: str
) -> None:
    one, two, match_id, _ = ruled(arena, result)
    appeal(one, match_id)
    assert one.match(match_id)["dispute"]["appeal_until"] is None
    assert two.match(match_id)["dispute"]["appeal_until"], "theirs is not used up"
    umpire = arena.admin()
    answer = umpire.post(f"/admin/matches/{match_id}/appeal", order("player1"))
    assert refusal(answer) == (409, "appeal_waits"), "the other has not been heard"
    words = "I can show that I had won before the connection broke."
    answer = two.post(f"/matches/{match_id}/appeal", {"reason": words})
    state = answer.json()["dispute"]["appeal"]
    assert (state["by"], state["statement"], state["joined_statement"]) == ("player1", WHY, words)
    for player in (one, two):
        again = player.post(f"/matches/{match_id}/appeal", {"reason": WHY})
        assert refusal(again) == (409, "appeal_closed")
    assert decide(umpire, match_id, "player2")["winner_id"] == two.id


def test_when_the_others_day_is_over_the_appeal_is_decided_without_them(arena: Arena) -> None:
    one, two, match_id, _ = ruled(arena, "draw")
    appeal(one, match_id)
    arena.sql(
        "ALTER TABLE matches DISABLE TRIGGER USER;"
        "UPDATE matches SET completed_at = completed_at - interval '86401 seconds';"
        "ALTER TABLE matches ENABLE TRIGGER USER"
    )
    answer = two.post(f"/matches/{match_id}/appeal", {"reason": WHY})
    assert refusal(answer) == (409, "appeal_closed")
    assert decide(arena.admin(), match_id, "player1")["winner_id"] == one.id


def test_an_upheld_ruling_moves_nothing(arena: Arena) -> None:
    one, two, match_id, _ = ruled(arena)
    appeal(two, match_id)
    seen = decide(arena.admin(), match_id)
    assert (seen["winner_id"], seen["dispute"]["appeal"]["decision"]) == (one.id, "upheld")
    assert (one.wallet(), two.wallet()) == (("580.00", "0.00"), ("400.00", "0.00"))


@pytest.mark.parametrize("first", ["player1", "player2", "split", "draw", "void"])
@pytest.mark.parametrize("then", ["player1", "player2", "split", "draw", "void"])
def test_an_overturned_ruling_leaves_both_as_if_it_had_been_ruled_so(
    arena: Arena, first: str, then: str
) -> None:
    due = {
        "player1": ("580.00", "400.00"),
        "player2": ("400.00", "580.00"),
        "split": ("490.00", "490.00"),
        "draw": ("500.00", "500.00"),
        "void": ("500.00", "500.00"),
    }
    one, two, match_id, _ = ruled(arena, first)
    for seat, player in (("player1", one), ("player2", two)):
        if seat != first:
            appeal(player, match_id)
    answer = arena.admin().post(f"/admin/matches/{match_id}/appeal", order(then))
    if first == then:
        assert refusal(answer) == (409, "appeal_closed"), "that is what was ruled"
        return
    assert answer.status_code == 200, answer.text
    seen = answer.json()
    assert (seen["result"], seen["reason"], seen["ruling"]) == (then, "overturned", WHY)
    assert (one.wallet()[0], two.wallet()[0]) == due[then]


def test_the_first_winner_owes_what_is_gone(arena: Arena) -> None:
    one, two, match_id, _ = ruled(arena)
    # As if M-Pesa had taken a deposit back: nothing else takes a held prize from a wallet.
    arena.sql(
        "ALTER TABLE payout_holds DISABLE TRIGGER USER; UPDATE payout_holds SET amount = 1;"
        "ALTER TABLE payout_holds ENABLE TRIGGER USER"
    )
    assert one.join(500).status_code == 201, "580 less 500"
    appeal(two, match_id)
    seen = decide(arena.admin(), match_id, "player2")
    assert seen["winner_id"] == two.id
    assert two.wallet() == ("580.00", "0.00"), "the right winner has the prize at once"
    assert one.wallet() == ("0.00", "500.00")
    (owed,) = arena.sql(
        f"SELECT balance FROM accounts WHERE user_id = {one.id} AND kind = 'user_receivable'"
    )
    assert str(owed[0]) == "-100.00"
    assert arena.sql("SELECT kind FROM alarms WHERE subject <> 'cod'") == [
        ("overturned_with_debt",)
    ]
    line = one.statement()[0]
    assert (line["type"], line["amount"]) == ("wager_overturn", "-80.00")
    assert "you owe us KES 100.00 more" in line["description"]
    answer = one.post("/payments/withdrawals", {"amount": 100})
    assert refusal(answer) == (409, "money_owed")
    answer = two.post("/payments/withdrawals", {"amount": 580})
    assert refusal(answer) == (409, "withdrawal_held"), "our float pays it: a person looks first"


def test_neither_the_first_referee_nor_a_player_decides(arena: Arena) -> None:
    one, two, match_id, referee = ruled(arena)
    appeal(two, match_id)
    path = f"/admin/matches/{match_id}/appeal"
    assert refusal(referee.post(path, order("player2"))) == (403, "same_person")
    arena.appoint(one)
    assert refusal(one.post(path, order(None))) == (403, "not_allowed")


def test_above_the_set_pot_two_referees_overturn(arena: Arena) -> None:
    one, two, match_id = arena.disputing(wager=6_000, money=6_000)
    referees, (first, second) = [arena.admin(), arena.admin()], [arena.admin(), arena.admin()]
    referees[0].decide(match_id, "player1")
    referees[1].post(f"/admin/matches/{match_id}/confirm", {"reason": WHY})
    appeal(two, match_id)
    path = f"/admin/matches/{match_id}/appeal"
    assert refusal(first.post(path, order("player1"))) == (409, "appeal_closed")
    proposed = first.post(path, order("player2"))
    assert (proposed.status_code, proposed.json()["result"]) == (202, "player1")
    assert (one.wallet()[0], two.wallet()[0]) == ("10800.00", "0.00"), "nothing has moved"
    (waiting,) = second.get("/admin/appeals")["items"]
    assert [(line["of_appeal"], line["decision"]) for line in waiting["rulings"]] == [
        *((False, "confirmed"), (True, None)),
    ]
    for referee in (referees[0], referees[1], first):
        answer = referee.post(f"{path}/confirm", {"reason": WHY})
        assert refusal(answer) == (403, "same_person")
    assert refusal(second.post(path, order(None))) == (409, "ruling_moved_on")
    on_disputes = second.post(f"/admin/matches/{match_id}/confirm", {"reason": WHY})
    assert refusal(on_disputes) == (409, "match_moved_on")

    assert second.post(f"{path}/reject", {"reason": WHY}).json()["result"] == "player1"
    assert second.post(path, order("split")).status_code == 202
    done = first.post(f"{path}/confirm", {"reason": WHY}).json()
    assert (done["result"], done["dispute"]["appeal"]["decision"]) == ("split", "overturned")
    assert (one.wallet()[0], two.wallet()[0]) == ("5400.00", "5400.00")
    assert refusal(first.post(f"{path}/confirm", {"reason": WHY})) == (409, "appeal_closed")
    actions = [line["action"] for line in first.get("/admin/audit")["items"]][:4]
    assert actions == ["appeal.confirm", "appeal.propose", "appeal.reject", "appeal.propose"]


def test_an_unconfirmed_overturning_lapses_after_a_day(arena: Arena) -> None:
    one, two, match_id = arena.disputing(wager=6_000, money=6_000)
    for referee in (arena.admin(), arena.admin()):
        referee.decide(match_id, "player1")
        referee.post(f"/admin/matches/{match_id}/confirm", {"reason": WHY})
    appeal(two, match_id)
    first = arena.admin()
    path = f"/admin/matches/{match_id}/appeal"
    first.post(path, order("player2"))
    arena.sql("UPDATE match_rulings SET due_at = now() - interval '1 second' WHERE of_appeal")
    sweep_rulings()
    assert refusal(arena.admin().post(f"{path}/confirm", {"reason": WHY})) == (
        *(409, "ruling_moved_on"),
    )
    seen = decide(first, match_id)
    assert (seen["winner_id"], seen["dispute"]["appeal"]["decision"]) == (one.id, "upheld")


def test_an_appeal_is_decided_once(arena: Arena) -> None:
    _, two, match_id, _ = ruled(arena)
    appeal(two, match_id)
    path = f"/admin/matches/{match_id}/appeal"
    decide(arena.admin(), match_id, "player2")
    for result in ("player1", "player2", None):
        assert refusal(arena.admin().post(path, order(result))) == (409, "appeal_closed")
    assert two.wallet()[0] == "580.00"


def test_there_is_a_day_to_appeal(arena: Arena) -> None:
    _, two, match_id, _ = ruled(arena)
    arena.sql(
        "ALTER TABLE matches DISABLE TRIGGER USER;"
        "UPDATE matches SET completed_at = completed_at - interval '86401 seconds';"
        "ALTER TABLE matches ENABLE TRIGGER USER"
    )
    answer = two.post(f"/matches/{match_id}/appeal", {"reason": WHY})
    assert refusal(answer) == (409, "appeal_closed")


def test_only_rulings_are_appealed_against_and_only_by_players(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    path = f"/matches/{match_id}/appeal"
    assert refusal(one.post(path, {"reason": WHY})) == (409, "match_moved_on")
    one.report(match_id, "won")
    two.report(match_id, "lost")
    assert refusal(two.post(path, {"reason": WHY})) == (409, "match_moved_on")
    assert refusal(arena.player().post(path, {"reason": WHY})) == (404, "not_found")
    nothing = arena.admin().post(f"/admin/matches/{match_id}/appeal", order(None))
    assert refusal(nothing) == (404, "not_found")


def test_a_late_appeal_raises_an_alert_every_day(arena: Arena) -> None:
    _, two, match_id, _ = ruled(arena)
    appeal(two, match_id)
    sweep_rulings()
    assert arena.sql("SELECT count(*) FROM alarms WHERE subject <> 'cod'") == [(0,)]
    arena.sql("UPDATE appeals SET due_at = now() - interval '1 second'")
    for _ in range(2):
        sweep_rulings()
    assert arena.sql("SELECT kind, times FROM alarms WHERE subject <> 'cod'") == [
        ("appeal_is_late", 1)
    ]


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE matches SET result = 'player2', winner_id = player2_id",
        "UPDATE matches SET overturned_at = now(), result = 'player2', winner_id = player2_id",
        "UPDATE matches SET overturned_at = now()",
    ],
)
def test_the_database_lets_no_result_change_without_an_appeal_and_its_entries(
    arena: Arena, attack: str
) -> None:
    import psycopg2

    _, two, match_id, _ = ruled(arena)
    appeal(two, match_id)
    with pytest.raises(psycopg2.errors.CheckViolation):
        arena.sql(attack)
    # With the appeal decided, and still without entries.
    with pytest.raises(psycopg2.errors.CheckViolation):
        arena.sql(
            "UPDATE appeals SET decision = 'overturned', result = 'player2', reason = 'because',"
            f" decided_by = {two.id}, decided_at = now(), due_at = NULL;" + attack
        )
