"""Admins fund the sponsor by two; what is not decided within a day lapses."""

from datetime import timedelta

from app.core.clock import utc_now
from app.workers.tasks.maintenance import sweep_rulings
from tests.support.arena import Arena, Json, Player, refusal
from tests.support.house import pay_capital_in

FUNDINGS = "/admin/tournaments/sponsor/fundings"
WHY = "The guarantee of the Saturday Cup."


def propose(admin: Player, amount: str = "3000.00") -> int:
    answer = admin.post(FUNDINGS, {"amount": amount, "reason": WHY})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def sponsor(admin: Player) -> Json:
    found: Json = admin.get("/admin/tournaments/sponsor")
    return found


def test_two_admins_fund_the_sponsor_and_the_audit_says_so(arena: Arena) -> None:
    wambui, kamau = arena.admin(username="wambui"), arena.admin(username="kamau")
    funding = propose(wambui)
    pay_capital_in(3_000)
    path = f"{FUNDINGS}/{funding}/approve"
    reason = {"reason": "The budget of the month allows it."}
    assert refusal(wambui.post(path, reason)) == (403, "same_person")
    assert sponsor(wambui)["balance"] == "0.00"
    approved = kamau.post(path, reason).json()
    assert (approved["decision"], approved["decided_by"]["username"]) == ("approved", "kamau")
    assert refusal(kamau.post(path, reason)) == (409, "ruling_moved_on")
    seen = sponsor(kamau)
    assert (seen["balance"], [one["id"] for one in seen["items"]]) == ("3000.00", [funding])
    audit = kamau.get(f"/admin/audit?subject=sponsor:{funding}")["items"]
    assert [one["action"] for one in audit] == ["sponsor.approve", "sponsor.propose"]


def test_a_rejected_and_a_forgotten_funding_move_nothing(arena: Arena) -> None:
    wambui, kamau = arena.admin(), arena.admin()
    rejected, forgotten = propose(wambui), propose(wambui)
    answer = kamau.post(f"{FUNDINGS}/{rejected}/reject", {"reason": "Not this month, please."})
    assert answer.json()["decision"] == "rejected"
    late = utc_now() - timedelta(minutes=1)
    arena.sql(f"UPDATE sponsor_fundings SET due_at = '{late}' WHERE id = {forgotten}")
    sweep_rulings()
    seen = sponsor(kamau)
    assert seen["balance"] == "0.00"
    assert [one["decision"] for one in seen["items"]] == ["lapsed", "rejected"]


def test_one_proposal_has_a_limit_and_an_unknown_one_is_not_found(arena: Arena) -> None:
    admin = arena.admin()
    answer = admin.post(FUNDINGS, {"amount": "10000000.01", "reason": WHY})
    assert refusal(answer) == (422, "amount_not_allowed")
    answer = admin.post(f"{FUNDINGS}/987654/approve", {"reason": "There is none of that."})
    assert refusal(answer) == (404, "not_found")
