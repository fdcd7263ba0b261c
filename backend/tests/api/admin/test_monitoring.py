"""Switches, alerts, the audit, and the numbers for the graphs.

Rows of docs/security.md: S40.
"""

from typing import Any

import httpx
import pytest

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.privacy.consent import TERMS_VERSION
from app.models.user import User
from app.services.payments.deposits.push import claim_push
from app.services.payments.withdrawals import payout
from app.services.platform import alerts, switches
from app.services.platform.switches import SwitchName
from tests.support.arena import Arena, Player, refusal
from tests.support.house import reopen
from tests.support.payments import make_deposit, make_paybill, make_withdrawal
from tests.support.players import make_player

WHY = "The M-Pesa portal is down for the night."


def _set_switch(admin: Player, name: str, *, on: bool, reason: str = WHY) -> httpx.Response:
    return admin.http.put(f"/admin/switches/{name}", json={"is_on": on, "reason": reason})


def _raise_alert(
    kind: str = "amount_differs", subject: str = "withdrawal:7", **detail: Any
) -> None:
    with transaction() as session:
        alerts.raise_alert(session, kind=kind, subject=subject, now=utc_now(), **detail)


def test_pausing_deposits_works_for_the_next_request(arena: Arena) -> None:
    admin, player = arena.admin(), arena.player(money=0)
    assert _set_switch(admin, "deposits", on=False).json()["is_on"] is False
    answer = player.post("/payments/deposits", {"amount": 500})
    assert refusal(answer) == (409, "deposits_paused")
    assert _set_switch(admin, "deposits", on=True).json()["is_on"] is True
    assert player.post("/payments/deposits", {"amount": 500}).status_code == 202


def test_no_prompt_is_sent_while_deposits_are_paused(arena: Arena) -> None:
    admin, player = arena.admin(), arena.player(money=0)
    deposit_id = player.post("/payments/deposits", {"amount": 500}).json()["id"]
    _set_switch(admin, "deposits", on=False)
    with transaction() as session:
        assert claim_push(session, deposit_id=deposit_id, now=utc_now()) is None
    _set_switch(admin, "deposits", on=True)
    with transaction() as session:
        assert claim_push(session, deposit_id=deposit_id, now=utc_now()) is not None


def test_pausing_one_leaves_the_other_alone(arena: Arena) -> None:
    admin, player = arena.admin(), arena.player(money=0)
    _set_switch(admin, "withdrawals", on=False)
    stand = {one["name"]: one["is_on"] for one in admin.get("/admin/switches")["items"]}
    assert stand.pop("withdrawals") is False
    assert stand == dict.fromkeys(("deposits", "queue", "registration", "tournaments"), True)
    assert player.post("/payments/deposits", {"amount": 500}).status_code == 202


def test_a_paused_queue_takes_nobody_and_lets_who_plays_go_on(arena: Arena) -> None:
    admin = arena.admin()
    one, two, match_id = arena.playing()
    waiting, other = arena.player(), arena.player()
    code = waiting.post("/matches/challenges", {"wager_amount": 100}).json()["code"]
    _set_switch(admin, "queue", on=False)
    assert refusal(other.join(100)) == (409, "queue_paused")
    challenge = other.post("/matches/challenges", {"wager_amount": 100})
    assert refusal(challenge) == (409, "queue_paused")
    accepted = other.post(f"/matches/challenges/{code}/accept")
    assert refusal(accepted) == (409, "queue_paused")
    assert waiting.leave().status_code == 200
    assert waiting.wallet() == ("500.00", "0.00"), "leaving is possible"
    one.report(match_id, "won")
    assert two.report(match_id, "lost").json()["status"] == "completed"
    _set_switch(admin, "queue", on=True)
    assert other.join(100).json()["status"] == "searching"


def test_nobody_registers_while_registration_is_paused(arena: Arena) -> None:
    admin = arena.admin()
    person = {
        "username": "zawadi",
        "email": "zawadi@example.com",
        "phone": "0712000777",
        "password": "Mwembe-tayari-77",
        "date_of_birth": "1999-05-01",
        "terms_version": TERMS_VERSION,
    }
    _set_switch(admin, "registration", on=False)
    refused = httpx.post(f"{arena.url}/api/v1/auth/register", json=person)
    assert refusal(refused) == (409, "registration_paused")
    _set_switch(admin, "registration", on=True)
    assert httpx.post(f"{arena.url}/api/v1/auth/register", json=person).status_code == 201


def test_pausing_withdrawals_works_for_the_next_request_and_for_waiting_ones(
    arena: Arena,
) -> None:
    admin, player = arena.admin(), arena.player(money=1000)
    with transaction() as session:
        waiting = make_withdrawal(session.get_one(User, player.id), amount=50, state="held")
    _set_switch(admin, "withdrawals", on=False)
    refused = player.post("/payments/withdrawals", {"amount": 100})
    assert refusal(refused) == (409, "withdrawals_paused")
    with transaction() as session:
        claim = payout.claim(session, withdrawal_id=waiting.id, now=utc_now())
    assert claim is None
    assert player.get(f"/payments/withdrawals/{waiting.id}")["state"] == "held"
    alone = _set_switch(admin, "withdrawals", on=True)
    assert refusal(alone) == (409, "two_people_needed")
    reopen(admin, arena.admin())
    assert player.post("/payments/withdrawals", {"amount": 100}).status_code == 202
    with transaction() as session:
        assert payout.claim(session, withdrawal_id=waiting.id, now=utc_now())


def test_two_turn_withdrawals_on_that_the_system_turned_off(arena: Arena) -> None:
    with transaction() as session:
        switches.turn(
            session,
            name=SwitchName.WITHDRAWALS,
            is_on=False,
            reason="M-Pesa says 2001: our initiator password is wrong.",
            by="system",
            now=utc_now(),
        )
    admin = arena.admin(username="wambui")
    *_, off = admin.get("/admin/switches")["items"]
    assert (off["name"], off["changed_by"]) == ("withdrawals", "system")
    kamau = arena.admin()
    reopen(admin, kamau)
    *_, on = admin.get("/admin/switches")["items"]
    assert (on["is_on"], on["changed_by"]) == (True, f"user:{admin.id}")
    done, asked = admin.get("/admin/audit")["items"]
    assert (done["admin"], done["approver_id"], done["action"]) == (
        "wambui",
        kamau.id,
        "withdrawals_on.approve",
    )
    assert asked["action"] == "withdrawals_on.propose"
    assert (done["seq"], done["before"], done["after"], done["address"]) == (
        2,
        {"is_on": False},
        {"is_on": True},
        "127.0.0.1",
    )


def test_setting_a_switch_to_its_present_state_writes_nothing(arena: Arena) -> None:
    admin = arena.admin()
    _set_switch(admin, "deposits", on=False, reason="The first reason.")
    again = _set_switch(admin, "deposits", on=False, reason="Another reason.").json()
    assert again["reason"] == "The first reason."
    assert len(admin.get("/admin/audit")["items"]) == 1


@pytest.mark.parametrize(
    "body", [{"is_on": False}, {"is_on": False, "reason": "no"}, {"reason": WHY}, {}]
)
def test_a_switch_needs_a_reason(arena: Arena, body: dict[str, Any]) -> None:
    admin = arena.admin()
    assert refusal(admin.http.put("/admin/switches/deposits", json=body))[0] == 422
    assert refusal(_set_switch(admin, "matches", on=False))[0] == 422


def test_alerts_say_what_to_do_and_are_cleared_with_a_reason(arena: Arena) -> None:
    _raise_alert(receipt="SG632NMUAB")
    _raise_alert(receipt="SG632NMUAC")
    admin = arena.admin()
    (alert,) = admin.get("/admin/alarms")["items"]
    assert (alert["kind"], alert["times"]) == ("amount_differs", 2)
    assert alert["detail"] == {"receipt": "SG632NMUAC"}
    assert len(alert["advice"]) > 20
    path = f"/admin/alarms/{alert['id']}/clear"
    cleared = admin.post(path, {"reason": "Spoke with M-Pesa."})
    assert (cleared.status_code, cleared.json()["cleared_by"]) == (200, admin.id)
    assert admin.get("/admin/alarms")["items"] == []
    assert len(admin.get("/admin/alarms", cleared=True)["items"]) == 1
    assert refusal(admin.post(path, {"reason": "Once more, please."})) == (404, "not_found")
    (entry,) = admin.get("/admin/audit", action="alarm", subject="alarm")["items"]
    assert entry["detail"]["about"] == "withdrawal:7"
    _raise_alert()
    assert admin.get("/admin/alarms")["items"][0]["times"] == 1, "a cleared alert is raised anew"


def test_the_audit_is_read_by_admin_action_subject_and_page(arena: Arena) -> None:
    wambui, kamau = arena.admin(username="wambui"), arena.admin(username="kamau")
    for on in (False, True, False):
        _set_switch(wambui, "deposits", on=on)
    _set_switch(kamau, "withdrawals", on=False)

    def actions(**query: Any) -> list[str]:
        return [line["action"] for line in kamau.get("/admin/audit", **query)["items"]]

    assert actions() == ["switch.off", "switch.off", "switch.on", "switch.off"]
    assert actions(admin="Wambui", action="switch.off") == ["switch.off", "switch.off"]
    assert actions(subject="switch:withdrawals") == ["switch.off"]
    assert actions(action="switch.o") == actions(subject="switch_") == []
    assert actions(since="2199-01-01T00:00:00Z") == []
    first = kamau.get("/admin/audit", limit=3)
    assert len(first["items"]) == 3
    assert len(kamau.get("/admin/audit", cursor=first["next_cursor"])["items"]) == 1


@pytest.mark.parametrize("query", ["admin=%00", "subject=a%00", "cursor=-1", "since=now"])
def test_invalid_audit_queries_are_refused(arena: Arena, query: str) -> None:
    assert refusal(arena.admin().http.get(f"/admin/audit?{query}"))[0] == 422


def test_the_audit_cannot_be_changed_even_by_the_owner(arena: Arena) -> None:
    _set_switch(arena.admin(), "deposits", on=False)
    for statement in ("UPDATE audit_entries SET action = 'none'", "DELETE FROM audit_entries"):
        with pytest.raises(Exception, match="audit_entries"):
            arena.sql(statement)


def test_the_graphs_show_what_waits_and_what_is_paused(arena: Arena, api_url: str) -> None:
    player = make_player(money=1000)
    make_withdrawal(player)
    make_deposit(player)
    make_deposit(player)
    make_paybill()
    _raise_alert()
    _set_switch(arena.admin(), "withdrawals", on=False)
    page = httpx.get(f"{api_url}/metrics").text
    for line in (
        'wagewars_payments_waiting{kind="deposit",state="review"} 2.0',
        'wagewars_payments_waiting{kind="withdrawal",state="review"} 1.0',
        'wagewars_payments_waiting{kind="paybill",state="suspense"} 1.0',
        'wagewars_payments_waiting{kind="refund",state="unknown"} 0.0',
        'wagewars_alarms_open{kind="amount_differs"} 1.0',
        'wagewars_switch_on{name="withdrawals"} 0.0',
        'wagewars_switch_on{name="deposits"} 1.0',
        "wagewars_rulings_open 0.0",
    ):
        assert line in page
    assert 'wagewars_payments_oldest_seconds{kind="deposit",state="review"}' in page
