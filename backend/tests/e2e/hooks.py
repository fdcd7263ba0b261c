"""M-Pesa's callbacks: paths, bodies, delivery, and what they did."""

import json
from typing import Any

import httpx

from app.core.security import callback_token
from app.core.settings import get_settings
from tests.e2e.player import Player
from tests.e2e.system import System


def reference_of(system: System, deposit_id: int) -> str:
    """Return the account reference of a deposit, as the payer's phone shows it."""
    return str(
        system.rows("SELECT account_reference FROM deposits WHERE id = %s", deposit_id)[0][0]
    )


def stk_path(system: System, deposit_id: int) -> str:
    """Return the secret path of a deposit's callback."""
    return f"/hooks/d/{callback_token(reference_of(system, deposit_id))}/stk"


def paybill_path(step: str = "confirmation") -> str:
    """Return the secret path of the paybill's hooks."""
    return f"/hooks/d/{get_settings().mpesa.c2b_token.get_secret_value()}/c2b/{step}"


def result(
    code: int | str = 0, *, checkout_id: str | None = None, items: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return the body of an STK callback; `items` become its metadata."""
    callback: dict[str, Any] = {
        "MerchantRequestID": "2654-4b64-97ff-b827b542881d3130",
        "ResultCode": code,
        "ResultDesc": "The service request is processed successfully.",
    }
    if checkout_id is not None:
        callback["CheckoutRequestID"] = checkout_id
    if items is not None:
        callback["CallbackMetadata"] = {
            "Item": [{"Name": name, "Value": value} for name, value in items.items()]
        }
    return {"Body": {"stkCallback": callback}}


def paid(*, amount: Any, receipt: str, checkout_id: str | None = None) -> dict[str, Any]:
    """Return the body of a paid prompt's callback."""
    items = {"Amount": amount, "MpesaReceiptNumber": receipt, "TransactionDate": 20261122102115}
    return result(0, checkout_id=checkout_id, items=items)


def confirmation(*, reference: str, amount: str, receipt: str, **more: Any) -> dict[str, Any]:
    """Return the body of a paybill confirmation."""
    return {
        "TransactionType": "Pay Bill",
        "TransID": receipt,
        "TransTime": "20261122102115",
        "TransAmount": amount,
        "BusinessShortCode": get_settings().mpesa.shortcode,
        "BillRefNumber": reference,
        "MSISDN": "2547 ***** 126",
        "FirstName": "AMINA",
        **more,
    }


def deliver(system: System, path: str, body: Any) -> httpx.Response:
    """POST a callback to the API."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return system.api.post(path, content=content, headers={"Content-Type": "application/json"})


def callbacks_of(system: System, player: Player, *, state: str) -> list[Any]:
    """Return the simulator's callbacks about a player's prompts, sent or due, newest first."""
    ids = {prompt["id"] for prompt in player.prompts()}
    known = system.sims.get("/_sim/callbacks", params={"state": state, "limit": 1000}).json()
    return [callback for callback in known if callback["prompt_id"] in ids]


def send_again(system: System, callback: Any, *, times: int = 1) -> list[int]:
    """Have the simulator send one callback now, `times` in parallel; return the HTTP statuses."""
    path = f"/_sim/callbacks/{callback['id']}/send"
    return [answer["status"] for answer in system.sims.post(path, json={"times": times}).json()]


def verdicts(system: System, deposit_id: int) -> list[str]:
    """Return the verdicts on the callbacks of a deposit."""
    rows = system.rows(
        "SELECT verdict FROM mpesa_callbacks WHERE deposit_id = %s ORDER BY id", deposit_id
    )
    return [verdict for (verdict,) in rows]


def credits_of(system: System, deposit_id: int) -> int:
    """Return how many ledger transactions credited a deposit."""
    key = f"deposit:{deposit_id}:credit"
    rows = system.rows("SELECT count(*) FROM transactions WHERE idempotency_key = %s", key)
    return int(rows[0][0])


def events(system: System, deposit_id: int) -> list[tuple[str, str, dict[str, Any]]]:
    """Return state, source and evidence of each step of a deposit."""
    return system.rows(
        "SELECT state, source, evidence FROM payment_events"
        " WHERE subject = 'deposit' AND subject_id = %s ORDER BY id",
        deposit_id,
    )
