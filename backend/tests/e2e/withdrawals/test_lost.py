"""Lost answers of B2C: no payout is paid twice, or released without proof that it failed."""

import json

from tests.e2e import payouts
from tests.e2e.player import Player, eventually
from tests.e2e.system import System


def test_41_a_call_whose_answer_is_lost_is_paid_once_and_never_sent_again(
    system: System, rich: Player
) -> None:
    system.fault("b2c", "hang_after_processing", msisdn=rich.phone)

    withdrawal = payouts.withdraw(rich, 200)

    payouts.wait_for(rich, withdrawal, "paid")
    assert len(payouts.calls_for(system, withdrawal)) == 1
    assert payouts.received(system, rich) == 200
    assert payouts.steps_of(system, withdrawal) == ["hold", "paid"]


def test_42_sent_again_under_the_same_id_m_pesa_answers_duplicate_and_pays_once(
    system: System, rich: Player
) -> None:
    rich.behave(b2c_result="drop")
    system.fault("b2c", "hang_after_processing", msisdn=rich.phone)
    system.fault("status", "not_found", msisdn=rich.phone)

    withdrawal = payouts.withdraw(rich, 200)

    paid = payouts.wait_for(rich, withdrawal, "paid")
    assert len(payouts.calls_for(system, withdrawal)) == 2, "sent again, as M-Pesa knew nothing"
    (payout,) = payouts.payouts_to(system, rich)
    assert payout["originator_conversation_id"] == payouts.originator_of(system, withdrawal)
    assert paid["mpesa_reference"] == payout["receipt"]
    assert payouts.received(system, rich) == 200


def test_43_a_worker_that_dies_before_it_calls_is_made_up_for_under_the_same_id(
    system: System, rich: Player
) -> None:
    withdrawal = _dead_in_the_call(system, rich)

    payouts.wait_for(rich, withdrawal, "paid")

    (call,) = payouts.calls_for(system, withdrawal)
    assert payouts.originator_of(system, withdrawal) in str(call)
    assert payouts.received(system, rich) == 200
    states = payouts.states_of(system, withdrawal)
    assert states.index("unknown") < states.index("sending"), "asked before it was sent again"


def test_44_a_duplicate_at_the_first_call_means_that_it_was_sent_already(
    system: System, rich: Player
) -> None:
    rich.behave(b2c_result="drop")
    system.fault("b2c", "duplicate_originator", msisdn=rich.phone, processed=True)

    withdrawal = payouts.withdraw(rich, 200)

    payouts.wait_for(rich, withdrawal, "paid")
    assert payouts.inquiries_of(system, withdrawal) >= 1
    assert len(payouts.calls_for(system, withdrawal)) == 1
    assert payouts.received(system, rich) == 200


def test_44_a_duplicate_that_is_not_found_keeps_the_money_set_aside(
    system: System, rich: Player
) -> None:
    system.fault("b2c", "duplicate_originator", msisdn=rich.phone, processed=False)

    withdrawal = payouts.withdraw(rich, 200)

    eventually(lambda: payouts.inquiry_answers(system, withdrawal) >= 2)
    assert payouts.seen(rich, withdrawal)["status"] == "pending"
    assert payouts.wallet(rich) == ("300.00", "200.00")
    assert len(payouts.calls_for(system, withdrawal)) == 1, "never again under any id"


def test_47_silence_is_ended_by_transaction_status_completed(system: System, rich: Player) -> None:
    rich.behave(b2c_result="timeout_only_paid")

    withdrawal = payouts.withdraw(rich, 200)

    payouts.wait_for(rich, withdrawal, "paid")
    assert payouts.received(system, rich) == 200
    assert payouts.steps_of(system, withdrawal) == ["hold", "paid"]


def test_47_silence_is_ended_by_transaction_status_expired(system: System, rich: Player) -> None:
    rich.behave(b2c_result="timeout_only")

    withdrawal = payouts.withdraw(rich, 200)

    failed = payouts.wait_for(rich, withdrawal, "released")
    assert failed["failure"]["code"] == "declined"
    assert payouts.wallet(rich) == ("500.00", "0.00")
    assert payouts.received(system, rich) == 0


def test_47_not_found_for_a_day_is_handed_to_people_and_releases_nothing(
    system: System, rich: Player
) -> None:
    rich.behave(b2c_result="timeout_only", status_not_found=True)
    withdrawal = payouts.withdraw(rich, 200)
    eventually(lambda: payouts.inquiry_answers(system, withdrawal) >= 2)
    assert payouts.seen(rich, withdrawal)["state"] == "unknown"

    payouts.backdate(system, withdrawal, hours=25)

    review = payouts.wait_for(rich, withdrawal, "review")
    assert review["status"] == "pending"
    assert "by hand" in review["message"]
    assert payouts.wallet(rich) == ("300.00", "200.00")
    assert f"withdrawal:{withdrawal}" in payouts.alerts(system, "withdrawal_review")


def test_a_call_refused_as_too_many_is_made_again(system: System, rich: Player) -> None:
    system.fault("b2c", "spike_arrest", msisdn=rich.phone, times=2)

    withdrawal = payouts.withdraw(rich, 200)

    payouts.wait_for(rich, withdrawal, "paid")
    assert len(payouts.calls_for(system, withdrawal)) == 3
    assert payouts.received(system, rich) == 200


def _dead_in_the_call(system: System, player: Player) -> int:
    """Return a withdrawal whose worker wrote down that it calls, and died."""
    asked = payouts.request(player, 200)
    withdrawal = int(asked.json()["id"])
    code = payouts.code_on(player)
    payouts.switch_payouts(system, is_on=False)
    payouts.confirm(player, withdrawal, code)
    system.write(
        "UPDATE withdrawals SET state = 'sending', tries = 1, sent_at = now() - interval '5 s',"
        " due_at = now() WHERE id = %s",
        withdrawal,
    )
    payouts.switch_payouts(system, is_on=True)
    return withdrawal


def test_a_timeout_notice_keeps_none_of_our_secrets(system: System, rich: Player) -> None:
    """It is our own request, sent back; staff reads all that came about a payment."""
    admin = system.player(role="admin")
    rich.behave(b2c_result="timeout_then_success", b2c_delay_seconds=20)

    withdrawal_id = payouts.withdraw(rich, 100)

    payouts.wait_for(rich, withdrawal_id, "paid")
    history = admin.get(f"/admin/payments/withdrawal/{withdrawal_id}")
    (notice,) = [one for one in history["callbacks"] if one["kind"].endswith("timeout")]
    assert '"SecurityCredential": "[removed]"' in notice["body"]
    shown = json.dumps(history["callbacks"])
    sql = "SELECT body FROM mpesa_callbacks WHERE id = %s"
    ((stored,),) = system.rows(sql, notice["id"])
    for text in (shown, bytes(stored).decode()):
        assert "/hooks/d/" not in text
        assert rich.phone not in text
