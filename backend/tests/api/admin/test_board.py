"""The board: all that goes on, on one page, for whoever of staff is on duty."""

from typing import Any

import pytest

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.telemetry import ledger_figures
from app.services.platform import alerts
from tests.support.arena import Arena, Player, refusal
from tests.support.databases import forget_settings
from tests.support.payments import make_paybill

WHY = "The portal shows it, too."


def board(person: Player) -> Any:
    return person.get("/admin/board")


def test_the_board_counts_who_waits_and_what_is_played(arena: Arena) -> None:
    admin = arena.admin()
    arena.paired()
    arena.disputing()
    waiting = arena.player()
    waiting.join(100)
    seen = board(admin)
    (queue,) = seen["queues"]
    assert (queue["stake"], queue["players"]) == ("100.00", 1)
    matches = seen["matches"]
    assert matches == {"pending": 1, "active": 0, "disputed": 1, "overdue": 0}
    assert seen["disputes"]["under_1_day"] == 1


def test_the_board_shows_payments_alerts_and_switches(arena: Arena) -> None:
    admin, player = arena.admin(), arena.player(money=0)
    player.post("/payments/deposits", {"amount": 500})
    with transaction() as session:
        alerts.raise_alert(session, kind="amount_differs", subject="deposit:7", now=utc_now())
    why = {"is_on": False, "reason": "M-Pesa announced an outage until noon."}
    assert admin.http.put("/admin/switches/withdrawals", json=why).status_code == 200
    seen = board(admin)
    kinds = {(one["kind"], one["count"]) for one in seen["payments"]}
    assert ("deposit", 1) in kinds
    assert seen["alarms"] == [{"kind": "amount_differs", "count": 1}]
    off = [one["name"] for one in seen["switches"] if not one["is_on"]]
    assert off == ["withdrawals"]


def test_the_board_says_what_is_missing_for_players_to_be_paid(arena: Arena) -> None:
    admin = arena.admin()
    assert board(admin)["funds"]["short"] is None, "nobody has looked yet"
    now = utc_now().timestamp()
    ledger_figures.store(checked_at=now, at_mpesa=1000, players_money=1900.5)
    funds = board(admin)["funds"]
    assert funds["short"] == "900.50"
    ledger_figures.store(checked_at=now, at_mpesa=2000, players_money=1900.5)
    assert board(admin)["funds"]["short"] == "0.00"


def test_proposals_wait_for_those_who_may_decide_them(arena: Arena) -> None:
    one, two = arena.player(role="finance"), arena.player(role="finance")
    support = arena.player(role="support")
    payment = make_paybill()
    ruling = {"subject_kind": "paybill", "subject_id": payment.id, "action": "refund"}
    assert one.post("/admin/rulings", {**ruling, "reason": WHY}).status_code == 201
    (waiting,) = board(two)["approvals"]
    assert (waiting["kind"], waiting["count"]) == ("payments", 1)
    assert board(one)["approvals"] == [], "it is their own"
    assert board(support)["approvals"] == [], "it is not theirs to decide"


def test_the_board_is_for_staff(arena: Arena) -> None:
    assert refusal(arena.player().http.get("/admin/board")) == (403, "not_allowed")


def test_the_board_stays_when_redis_is_away(arena: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = arena.admin()
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    forget_settings()
    seen = board(admin)
    assert seen["jobs"] == {"beat": None, "oldest": None}
    assert seen["audit"]["entries"] is None
    monkeypatch.undo()
    forget_settings()
