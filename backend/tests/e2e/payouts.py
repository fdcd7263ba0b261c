"""Withdrawals and their payouts: requests by players, M-Pesa's records, and our database."""

import re
import time
from decimal import Decimal
from typing import Any

import httpx

from app.core.security import callback_token, sms_digits
from tests.e2e.player import PATIENCE, Player, eventually
from tests.e2e.system import System

FINAL = ("paid", "released")


def request(player: Player, amount: Any = 200, *, key: str | None = None) -> httpx.Response:
    """Request a withdrawal of `amount` KES."""
    return player.post("/payments/withdrawals", {"amount": amount}, key=key)


def withdraw(player: Player, amount: Any = 200) -> int:
    """Request a withdrawal, confirm it with the code from the SMS, and return its id."""
    before = len(sms_on(player))
    requested = request(player, amount)
    assert requested.status_code == 202, requested.text
    withdrawal_id = int(requested.json()["id"])
    confirmed = confirm(player, withdrawal_id, code_on(player, after=before))
    assert confirmed.status_code == 202, confirmed.text
    return withdrawal_id


def confirm(player: Player, withdrawal_id: int, code: str) -> httpx.Response:
    """Confirm a withdrawal with the six digits of an SMS."""
    return player.post(f"/payments/withdrawals/{withdrawal_id}/confirm", {"code": code})


def sms_on(player: Player) -> list[str]:
    """Return the texts about withdrawals on the player's phone, newest first."""
    inbox = player.sims.get(f"/_sim/phones/{player.phone}").json()["sms"]
    return [sms["text"] for sms in inbox if "SENDS KES" in sms["text"]]


def code_on(player: Player, *, after: int = 0) -> str:
    """Return the digits of the newest SMS about a withdrawal, once more than `after` came."""
    texts = eventually(lambda: sms_on(player)[after:] and sms_on(player))
    found = re.search(r"\b\d{6}\b", texts[0])
    assert found is not None
    return found.group()


def seen(player: Player, withdrawal_id: int) -> Any:
    """Return a withdrawal as the player sees it."""
    return player.get(f"/payments/withdrawals/{withdrawal_id}")


def wait_for(player: Player, withdrawal_id: int, *states: str, within: float = PATIENCE) -> Any:
    """Return the withdrawal once it is in one of `states`."""
    deadline = time.monotonic() + within
    while (found := seen(player, withdrawal_id))["state"] not in states:
        assert time.monotonic() < deadline, f"waited for {states}, still {found}"
        time.sleep(0.05)
    return found


def wallet(player: Player) -> tuple[str, str]:
    """Return the available and the withdrawing balance (KES)."""
    money = player.get("/payments/wallet")
    return money["available"], money["withdrawing"]


def payouts_to(system: System, player: Player) -> list[Any]:
    """Return M-Pesa's payouts to this player, newest first."""
    known = system.sims.get("/_sim/payouts").json()
    return [payout for payout in known if payout["msisdn"] == player.phone]


def received(system: System, player: Player) -> Decimal:
    """Return how much (KES) M-Pesa has paid to this player."""
    paid = [p for p in payouts_to(system, player) if p["state"] == "paid"]
    return sum((Decimal(str(p["amount"])) for p in paid), Decimal(0))


def calls_for(system: System, withdrawal_id: int) -> list[Any]:
    """Return our calls of B2C for one withdrawal, newest first."""
    ours = originator_of(system, withdrawal_id)
    calls = system.sent("/mpesa/b2c/v3/paymentrequest")
    return [call for call in calls if ours in str(call)]


def originator_of(system: System, withdrawal_id: int) -> str:
    """Return our id of a payout, the same for each try."""
    sql = "SELECT originator_conversation_id FROM withdrawals WHERE id = %s"
    return str(system.rows(sql, withdrawal_id)[0][0])


def result_path(system: System, withdrawal_id: int, kind: str = "result") -> str:
    """Return the secret path of a payout's results."""
    return f"/hooks/d/{callback_token(originator_of(system, withdrawal_id))}/b2c/{kind}"


def result(
    originator: str,
    *,
    code: int | str = 0,
    amount: Any = 200,
    receipt: str = "UKM9PAYOUT",
    receiver: str | None = None,
    conversation: str = "AG_20261122_2010364430d9bbdaf872",
) -> dict[str, Any]:
    """Return the body of a payout's result; only a success has parameters."""
    body: dict[str, Any] = {
        "ResultType": 0,
        "ResultCode": code,
        "ResultDesc": "The service request is processed successfully.",
        "OriginatorConversationID": originator,
        "ConversationID": conversation,
        "TransactionID": receipt if str(code) == "0" else "SKE0000000",
    }
    if str(code) == "0":
        facts = {
            "TransactionAmount": amount,
            "TransactionReceipt": receipt,
            "ReceiverPartyPublicName": receiver,
            "TransactionCompletedDateTime": "22.11.2026 22:48:52",
        }
        rows = [{"Key": key, "Value": value} for key, value in facts.items() if value is not None]
        body["ResultParameters"] = {"ResultParameter": rows}
    return {"Result": body}


def steps_of(system: System, withdrawal_id: int) -> list[str]:
    """Return the ledger's transactions of a withdrawal by type, in order."""
    rows = system.rows(
        "SELECT split_part(idempotency_key, ':', 3) FROM transactions"
        " WHERE idempotency_key LIKE %s ORDER BY id",
        f"withdrawal:{withdrawal_id}:%",
    )
    return [step for (step,) in rows]


def states_of(system: System, withdrawal_id: int) -> list[str]:
    """Return the states of a withdrawal's events, in order."""
    rows = system.rows(
        "SELECT state FROM payment_events WHERE subject = 'withdrawal' AND subject_id = %s"
        " ORDER BY id",
        withdrawal_id,
    )
    return [state for (state,) in rows]


def verdicts(system: System, withdrawal_id: int) -> list[str]:
    """Return the verdicts on the callbacks of a payout."""
    rows = system.rows(
        "SELECT coalesce(verdict, 'waits') FROM mpesa_callbacks WHERE withdrawal_id = %s"
        " ORDER BY id",
        withdrawal_id,
    )
    return [verdict for (verdict,) in rows]


def inquiries_of(system: System, withdrawal_id: int) -> int:
    """Return how many status queries were sent for a withdrawal."""
    sql = "SELECT questions FROM withdrawals WHERE id = %s"
    return int(system.rows(sql, withdrawal_id)[0][0])


def alerts(system: System, kind: str) -> list[str]:
    """Return the subjects of the open alerts of a kind."""
    sql = "SELECT subject FROM alarms WHERE kind = %s AND cleared_at IS NULL ORDER BY id"
    return [subject for (subject,) in system.rows(sql, kind)]


def switch_payouts(system: System, *, is_on: bool) -> None:
    """Turn the switch of withdrawals, as an admin does."""
    system.write(
        "UPDATE switches SET is_on = %s, reason = 'a test', changed_by = 'test'"
        " WHERE name = 'withdrawals'",
        is_on,
    )


def payouts_are_on(system: System) -> bool:
    """Return True if the switch of withdrawals is on."""
    return bool(system.rows("SELECT is_on FROM switches WHERE name = 'withdrawals'")[0][0])


def callbacks_of(system: System, withdrawal_id: int, *, kind: str = "b2c") -> list[Any]:
    """Return M-Pesa's callbacks about one payout, sent or due, newest first."""
    path = result_path(system, withdrawal_id).rpartition("/")[0]
    query: dict[str, str | int] = {"kind": kind, "limit": 1000}
    known = system.sims.get("/_sim/callbacks", params=query).json()
    found = [callback for callback in known if path in callback["url"]]
    return list({callback["id"]: callback for callback in found}.values())


def deliveries(system: System, withdrawal_id: int) -> int:
    """Return how many callbacks came for one payout, duplicates included."""
    sql = "SELECT coalesce(sum(deliveries), 0) FROM mpesa_callbacks WHERE withdrawal_id = %s"
    return int(system.rows(sql, withdrawal_id)[0][0])


def settle(system: System, player: Player, *, code: str, which: int = 0) -> None:
    """Let M-Pesa end one of the player's payouts with a result code; 0 is the newest."""
    payout = payouts_to(system, player)[which]["id"]
    answer = system.sims.post(f"/_sim/payouts/{payout}/settle", json={"code": code})
    assert answer.status_code == 200, answer.text


def backdate(system: System, withdrawal_id: int, hours: int) -> None:
    """Move a withdrawal's call so many hours into the past and make it due."""
    system.write(
        "UPDATE withdrawals SET sent_at = sent_at - make_interval(hours => %s), due_at = now()"
        " WHERE id = %s",
        hours,
        withdrawal_id,
    )


def inquiry_answers(system: System, withdrawal_id: int) -> int:
    """Return how many status queries for a withdrawal M-Pesa has answered."""
    rows = system.rows(
        "SELECT count(*) FROM mpesa_requests WHERE subject = 'withdrawal' AND subject_id = %s"
        " AND answered_at IS NOT NULL",
        withdrawal_id,
    )
    return int(rows[0][0])


def review_reason_of(system: System, withdrawal_id: int) -> str | None:
    """Return the reason why a withdrawal is in review."""
    ((reason,),) = system.rows("SELECT doubt FROM withdrawals WHERE id = %s", withdrawal_id)
    return None if reason is None else str(reason)


def code_of(system: System, player: Player, withdrawal_id: int) -> str:
    """Return the newest code of one withdrawal, once its SMS has arrived."""
    rows = system.rows(
        "SELECT id, salt FROM sms_codes WHERE withdrawal_id = %s ORDER BY id DESC", withdrawal_id
    )
    digits = sms_digits(rows[0][0], bytes(rows[0][1]))
    eventually(lambda: any(digits in text for text in sms_on(player)))
    return digits
