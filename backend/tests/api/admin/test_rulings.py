"""Dual control of payments: one admin proposes, another approves, nobody acts alone.

Rows of docs/security.md: S36.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.payments.kinds import STATES_OF, WAITING, PaymentKind
from app.domain.payments.paybill.account_number import account_code
from app.domain.payments.rulings import (
    NEEDS,
    POSSIBLE,
    RulingAction,
    Term,
    actions_for,
    effect_of,
    flaw_in_terms,
)
from app.models.user import User
from app.services.payments.rulings import rulings
from app.services.payments.rulings import withdrawals as withdrawal_rulings
from app.services.platform import alerts
from app.workers.tasks.maintenance import sweep_rulings
from tests.support.arena import Arena, Player, at_once, refusal
from tests.support.payments import (
    make_deposit,
    make_paybill,
    make_refund,
    make_withdrawal,
    new_receipt,
)

WHY = "The M-Pesa portal shows it so."


class Court:
    """Two admins, a player with money, and what they do to payments."""

    def __init__(self, arena: Arena) -> None:
        self.arena = arena
        self.wambui, self.kamau = arena.admin(username="wambui"), arena.admin(username="kamau")
        self.player = arena.player(money=1000, username="amina")
        with transaction() as session:
            self.user = session.get_one(User, self.player.id)

    def propose(self, kind: str, payment_id: int, action: str, **terms: Any) -> Any:
        return self._propose(self.wambui, kind, payment_id, action, **terms)

    @staticmethod
    def _propose(admin: Player, kind: str, payment_id: int, action: str, **terms: Any) -> Any:
        body = {"subject_kind": kind, "subject_id": payment_id, "action": action, "reason": WHY}
        return admin.post("/admin/rulings", body | terms)

    def ruling(self, kind: str, payment_id: int, action: str, **terms: Any) -> int:
        answer = self.propose(kind, payment_id, action, **terms)
        assert answer.status_code == 201, answer.text
        return int(answer.json()["id"])

    def approve(self, ruling_id: int, by: Player | None = None) -> Any:
        path = f"/admin/rulings/{ruling_id}/approve"
        return (by or self.kamau).post(path, {"reason": "I saw it there, too."})

    def rule(self, kind: str, payment_id: int, action: str, **terms: Any) -> Any:
        """Propose and approve; returns the payment as it is then."""
        answer = self.approve(self.ruling(kind, payment_id, action, **terms))
        assert answer.status_code == 200, answer.text
        return answer.json()["payment"]

    def wallet(self, player: Player | None = None) -> tuple[str, str]:
        """What is available and what is on its way out."""
        money = (player or self.player).get("/payments/wallet")
        return money["available"], money["withdrawing"]


@pytest.fixture
def court(arena: Arena) -> Court:
    """Everybody is there."""
    return Court(arena)


def test_a_deposit_is_credited_on_a_receipt_that_two_people_saw(court: Court) -> None:
    deposit = make_deposit(
        court.user, amount=130, profile="gambling", review_reason="amount_differs"
    )
    ruling = court.propose("deposit", deposit.id, "credit", receipt="sg632nmuab").json()
    assert ruling["effect"] == "KES 130.00 goes into the wallet of amina, for receipt SG632NMUAB."
    assert court.wallet() == ("1000.00", "0.00"), "one admin alone changes nothing"
    seen = court.approve(ruling["id"]).json()
    assert (seen["decision"], seen["decided_by"]["username"]) == ("approved", "kamau")
    assert (seen["payment"]["state"], seen["payment"]["receipt"]) == ("credited", "SG632NMUAB")
    assert court.wallet() == ("1123.50", "0.00")
    history = court.kamau.get(f"/admin/payments/deposit/{deposit.id}")
    assert history["rulings"] == [ruling["id"]]
    assert history["steps"][-1]["source"] == f"ruling:{ruling['id']}"
    assert history["ledger"][0]["actor"] == f"ruling:{ruling['id']}"


@pytest.mark.parametrize("state", ["failed", "expired", "unknown"])
def test_money_that_turns_up_late_is_credited_all_the_same(court: Court, state: str) -> None:
    deposit = make_deposit(court.user, amount=200, state=state)
    court.rule("deposit", deposit.id, "credit", receipt=new_receipt())
    assert court.wallet()[0] == "1200.00"


def test_a_deposit_of_which_no_money_came_fails(court: Court) -> None:
    deposit = make_deposit(court.user, review_reason="unknown_code")
    assert court.rule("deposit", deposit.id, "fail")["state"] == "failed"
    seen = court.player.get(f"/payments/deposits/{deposit.id}")
    assert (seen["status"], seen["failure"]["code"]) == ("failed", "nothing_heard")
    assert court.wallet()[0] == "1000.00"


def test_a_deposit_goes_back_to_its_payer(court: Court) -> None:
    deposit = make_deposit(court.user, amount=400, state="credited")
    court.rule("deposit", deposit.id, "refund")
    (refund,) = court.kamau.get("/admin/payments", kind="refund")["items"]
    assert (refund["state"], refund["about"]) == ("held", f"deposit:{deposit.id}")
    assert court.wallet() == ("1000.00", "400.00")


def test_spent_money_is_not_returned(court: Court) -> None:
    deposit = make_deposit(court.user, amount=500, state="credited")
    make_withdrawal(court.user, amount=1400, state="paid")
    answer = court.approve(court.ruling("deposit", deposit.id, "refund"))
    assert refusal(answer) == (409, "insufficient_balance")
    assert answer.json()["detail"].startswith("The player has spent this money")
    assert court.kamau.get("/admin/rulings", open=True)["items"], "it stays open"


@pytest.mark.parametrize("state", ["review", "unknown"])
def test_a_withdrawal_that_m_pesa_has_paid_is_booked(court: Court, state: str) -> None:
    row = make_withdrawal(court.user, amount=135, profile="gambling", state=state)
    ruling = court.propose("withdrawal", row.id, "pay", receipt="SG632NMUAC").json()
    assert ruling["effect"] == "KES 128.00 of amina counts as paid, for receipt SG632NMUAC."
    court.approve(ruling["id"])
    assert court.wallet() == ("865.25", "0.00")
    seen = court.player.get(f"/payments/withdrawals/{row.id}")
    assert (seen["status"], seen["mpesa_reference"]) == ("completed", "SG632NMUAC")


def test_a_withdrawal_that_was_released_and_paid_all_the_same_leaves_a_debt(court: Court) -> None:
    row = make_withdrawal(court.user, amount=900, state="released")
    make_withdrawal(court.user, amount=400, state="paid")
    court.rule("withdrawal", row.id, "pay", receipt=new_receipt())
    assert court.player.get("/payments/wallet")["owed"] == "300.00"
    kinds = {one["kind"] for one in court.kamau.get("/admin/alarms")["items"]}
    assert "paid_after_release" in kinds


def test_a_withdrawal_that_m_pesa_did_not_pay_comes_back(court: Court) -> None:
    row = make_withdrawal(court.user, amount=300, review_reason="no_verdict")
    with transaction() as session:
        subject = f"withdrawal:{row.id}"
        alerts.raise_alert(session, kind="withdrawal_review", subject=subject, now=utc_now())
    assert court.wallet() == ("700.00", "300.00")
    court.rule("withdrawal", row.id, "release")
    assert court.wallet() == ("1000.00", "0.00")
    seen = court.player.get(f"/payments/withdrawals/{row.id}")
    assert (seen["status"], seen["failure"]["code"]) == ("failed", "returned_by_support")
    assert court.kamau.get("/admin/alarms")["items"] == [], "its alert is cleared"


def test_another_inquiry_to_m_pesa_can_be_made(court: Court) -> None:
    row = make_withdrawal(court.user, review_reason="status_disagrees")
    assert court.rule("withdrawal", row.id, "ask_again")["state"] == "unknown"
    history = court.kamau.get(f"/admin/payments/withdrawal/{row.id}")
    (question,) = history["questions"]
    assert question["asked_conversation_id"] == row.originator_conversation_id
    assert history["payment"]["doubt"] is None
    assert court.wallet() == ("900.00", "100.00")


def test_money_in_suspense_finds_its_owner(court: Court) -> None:
    payment = make_paybill(amount=300, reference="0711 AMINA")
    ruling = court.propose("paybill", payment.id, "assign", username="amina").json()
    assert ruling["effect"] == "KES 300.00 goes into the wallet of amina."
    (waiting,) = court.kamau.get("/admin/payments/suspense")["items"]
    assert waiting["ruling_id"] == ruling["id"]
    assert court.approve(ruling["id"]).json()["payment"]["state"] == "credited"
    assert court.wallet()[0] == "1300.00"
    assert court.kamau.get("/admin/payments/suspense")["items"] == []


def test_money_in_suspense_goes_back_to_its_payer(court: Court) -> None:
    payment = make_paybill(amount=300)
    court.rule("paybill", payment.id, "refund")
    (refund,) = court.kamau.get("/admin/payments", kind="refund")["items"]
    assert (refund["state"], refund["user_id"]) == ("held", None)
    again = court.propose("paybill", payment.id, "assign", username="amina").json()["id"]
    assert refusal(court.approve(again)) == (409, "ruling_moved_on"), "it is on its way back"


def test_a_paybill_payment_in_review_is_believed_as_it_was_typed(court: Court) -> None:
    hers = make_paybill(amount=250, state="review", reference=account_code(court.player.id))
    assert court.rule("paybill", hers.id, "credit")["state"] == "credited"
    assert court.wallet()[0] == "1250.00"
    nobodys = make_paybill(amount=150, state="review", reference="RENT")
    assert court.rule("paybill", nobodys.id, "credit")["state"] == "suspense"


def test_a_paybill_payment_that_never_was_is_refused(court: Court) -> None:
    payment = make_paybill(state="review")
    assert court.rule("paybill", payment.id, "refuse")["state"] == "refused"


@pytest.mark.parametrize("state", ["review", "unknown"])
def test_a_refund_that_m_pesa_made_is_booked(court: Court, state: str) -> None:
    deposit = make_deposit(court.user, amount=400, state="credited")
    refund = make_refund(deposit, state=state)
    assert court.rule("refund", refund.id, "done", receipt="SG632NMUAD")["state"] == "done"
    assert court.wallet() == ("1000.00", "0.00")
    history = court.kamau.get(f"/admin/payments/deposit/{deposit.id}")
    assert (history["payment"]["state"], history["refunds"]) == ("reversed", [refund.id])


def test_a_refund_that_m_pesa_did_not_make_comes_back(court: Court) -> None:
    refund = make_refund(make_deposit(court.user, amount=400, state="credited"))
    assert court.rule("refund", refund.id, "release")["state"] == "released"
    assert court.wallet() == ("1400.00", "0.00")


def test_nobody_approves_or_rejects_their_own_proposal(court: Court) -> None:
    ruling_id = court.ruling("withdrawal", make_withdrawal(court.user).id, "release")
    for action in ("approve", "reject"):
        answer = court.wambui.post(f"/admin/rulings/{ruling_id}/{action}", {"reason": WHY})
        assert refusal(answer) == (403, "same_person")
    with pytest.raises(Exception, match="two_people"):
        court.arena.sql(
            "UPDATE manual_rulings SET decision = 'approved', due_at = NULL,"
            f" decided_by = proposed_by WHERE id = {ruling_id}"
        )


def test_nobody_rules_on_their_own_money(court: Court) -> None:
    with transaction() as session:
        owner = session.get_one(User, court.kamau.id)
    role = "UPDATE users SET role = '{}' WHERE id = {}"
    court.arena.sql(role.format("player", owner.id))
    deposit = make_deposit(owner, amount=100)  # from before they were staff
    court.arena.sql(role.format("admin", owner.id))
    own = court._propose(court.kamau, "deposit", deposit.id, "fail")
    assert refusal(own) == (403, "not_allowed")
    assert refusal(court.approve(court.ruling("deposit", deposit.id, "fail"))) == (
        403,
        "not_allowed",
    )
    payment = make_paybill()
    gift = court.ruling("paybill", payment.id, "assign", username="kamau")
    assert refusal(court.approve(gift)) == (403, "not_allowed")
    for_me = court.propose("paybill", make_paybill().id, "assign", username="Wambui")
    assert refusal(for_me) == (403, "not_allowed")


def test_a_rejected_proposal_changes_nothing(court: Court) -> None:
    row = make_withdrawal(court.user)
    ruling_id = court.ruling("withdrawal", row.id, "release")
    answer = court.kamau.post(f"/admin/rulings/{ruling_id}/reject", {"reason": "It was paid!"})
    assert answer.json()["decision"] == "rejected"
    assert refusal(court.approve(ruling_id)) == (409, "ruling_moved_on")
    assert court.wallet() == ("900.00", "100.00")
    assert court.ruling("withdrawal", row.id, "pay", receipt=new_receipt())


def test_there_is_one_open_proposal_about_a_payment(court: Court) -> None:
    row = make_withdrawal(court.user)
    answers = at_once(
        lambda: court.propose("withdrawal", row.id, "release"),
        lambda: court._propose(court.kamau, "withdrawal", row.id, "ask_again"),
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    accepted = next(answer for answer in answers if answer.status_code == 201)
    assert refused.json()["ruling_id"] == accepted.json()["id"]


def test_two_approvals_in_the_same_instant_pay_once(court: Court) -> None:
    third = court.arena.admin()
    for _ in range(3):
        payment = make_paybill(amount=100)
        ruling_id = court.ruling("paybill", payment.id, "assign", username="amina")
        answers = at_once(
            lambda: court.approve(ruling_id),  # noqa: B023
            lambda: court.approve(ruling_id, by=third),  # noqa: B023
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert court.wallet()[0] == "1300.00"


def test_a_payment_in_another_state_is_not_ruled_on(court: Court) -> None:
    row = make_withdrawal(court.user)
    ruling_id = court.ruling("withdrawal", row.id, "release")
    with transaction() as session:  # M-Pesa's answer came in between
        withdrawal_rulings.pay(
            session,
            withdrawal_id=row.id,
            receipt=new_receipt(),
            actor="mpesa:status",
            now=utc_now(),
        )
    assert refusal(court.approve(ruling_id)) == (409, "ruling_moved_on")
    assert court.wallet() == ("900.00", "0.00")


def test_a_receipt_pays_for_one_thing_only(court: Court) -> None:
    paid = make_deposit(court.user, amount=100, state="credited")
    other = make_deposit(court.user, amount=100)
    for kind, row_id, action in (
        ("deposit", other.id, "credit"),
        ("withdrawal", make_withdrawal(court.user).id, "pay"),
    ):
        answer = court.propose(kind, row_id, action, receipt=paid.mpesa_reference)
        assert refusal(answer) == (409, "ruling_moved_on")
    receipt = new_receipt()
    early = court.ruling("deposit", other.id, "credit", receipt=receipt)
    make_paybill(receipt=receipt)
    assert refusal(court.approve(early)) == (409, "ruling_moved_on")


def test_a_proposal_lapses_after_a_day(court: Court) -> None:
    row = make_withdrawal(court.user)
    ruling_id = court.ruling("withdrawal", row.id, "release")
    sweep_rulings()
    assert court.kamau.get(f"/admin/rulings/{ruling_id}")["decision"] is None
    court.arena.sql("UPDATE manual_rulings SET due_at = now() - interval '1 second'")
    assert refusal(court.approve(ruling_id)) == (409, "ruling_moved_on")
    sweep_rulings()
    seen = court.kamau.get(f"/admin/rulings/{ruling_id}")
    assert (seen["decision"], seen["decided_by"], seen["due_at"]) == ("lapsed", None, None)
    assert court.ruling("withdrawal", row.id, "release")


def test_the_list_shows_what_waits_for_the_second_admin(court: Court) -> None:
    first = court.ruling("withdrawal", make_withdrawal(court.user).id, "release")
    second = court.ruling("deposit", make_deposit(court.user).id, "fail")
    court.approve(first)

    def ids(**query: Any) -> list[int]:
        return [one["id"] for one in court.kamau.get("/admin/rulings", **query)["items"]]

    assert ids() == [second, first]
    assert ids(open=True) == [second]
    page = court.kamau.get("/admin/rulings", limit=1)
    assert ids(limit=1, cursor=page["next_cursor"]) == [first]
    line = page["items"][0]
    assert (line["proposed_by"]["username"], line["reason"]) == ("wambui", WHY)
    assert line["payment"]["state"] == "review"


def test_everything_is_in_the_audit(court: Court) -> None:
    row = make_withdrawal(court.user)
    court.rule("withdrawal", row.id, "pay", receipt="SG632NMUAE")
    found = court.kamau.get("/admin/audit", subject=f"withdrawal:{row.id}")["items"]
    assert [(line["admin"], line["action"]) for line in found] == [
        ("kamau", "ruling.approve"),
        ("wambui", "ruling.propose"),
    ]
    for line in found:
        assert line["detail"]["receipt"] == "SG632NMUAE"
        assert line["detail"]["ruling_action"] == "pay"
    assert found[0]["detail"]["reason"] == "I saw it there, too."


@pytest.mark.parametrize(
    ("kind", "action", "terms"),
    [
        ("deposit", "pay", {}),
        ("deposit", "credit", {}),
        ("deposit", "fail", {"receipt": "SG632NMUAB"}),
        ("deposit", "credit", {"receipt": "no receipt"}),
        ("withdrawal", "pay", {"receipt": "SG632NMUAB", "username": "amina"}),
        ("withdrawal", "release", {"reason": "short"}),
        ("paybill", "assign", {}),
        ("paybill", "assign", {"username": "a\x00b"}),
        ("refund", "release", {"colour": "red"}),
        ("loan", "release", {}),
    ],
)
def test_invalid_proposals_are_refused(
    court: Court, kind: str, action: str, terms: dict[str, str]
) -> None:
    assert refusal(court.propose(kind, 1, action, **terms)) == (422, "invalid_request")


def test_proposals_about_unknown_payments_are_refused(court: Court) -> None:
    assert refusal(court.propose("withdrawal", 10**9, "release")) == (404, "not_found")
    payment = make_paybill()
    nobody = court.propose("paybill", payment.id, "assign", username="nobody")
    assert refusal(nobody) == (404, "not_found")
    assert refusal(court.approve(10**9)) == (404, "not_found")


@pytest.mark.parametrize("state", ["awaiting_code", "held", "sending", "sent", "paid"])
def test_a_withdrawal_on_its_way_is_left_alone(court: Court, state: str) -> None:
    row = make_withdrawal(court.user, state=state)
    for action, terms in (("release", {}), ("ask_again", {}), ("pay", {"receipt": new_receipt()})):
        answer = court.propose("withdrawal", row.id, action, **terms)
        assert refusal(answer) == (409, "ruling_moved_on")


def test_every_ruling_action_has_a_message_and_a_handler() -> None:
    for kind, action in POSSIBLE:
        needed = NEEDS.get((kind, action))
        terms = {needed.value: "SG632NMUAB"} if needed else {}
        assert flaw_in_terms(kind, action, terms) is None
        said = effect_of(kind, action, amount=Decimal(128), who="amina", terms=terms)
        assert said.endswith(".")
        assert "128.00" in said


def test_every_state_that_waits_for_staff_has_a_ruling_action() -> None:
    for kind in PaymentKind:
        assert set(STATES_OF[kind]) >= set(WAITING[kind])
        assert actions_for(kind, "review"), kind
    assert {RulingAction.ASSIGN, RulingAction.REFUND} <= set(
        actions_for(PaymentKind.PAYBILL, "suspense")
    )
    assert Term.RECEIPT in NEEDS.values()


def test_lapsing_waits_a_day(court: Court) -> None:
    court.ruling("withdrawal", make_withdrawal(court.user).id, "release")
    soon, late = (utc_now() + timedelta(hours=hours) for hours in (23, 25))
    with transaction() as session:
        assert rulings.find_overdue(session, now=soon) == []
        (ruling_id,) = rulings.find_overdue(session, now=late)
        assert not rulings.lapse(session, ruling_id, now=soon)
        assert rulings.lapse(session, ruling_id, now=late)
        assert not rulings.lapse(session, ruling_id, now=late)
