"""Payments to the paybill from the M-Pesa menu, and the pull of M-Pesa's list of them."""

from typing import Any

import httpx

from app.core.jobs import Job
from app.core.redis import get_redis
from app.core.settings import get_settings
from app.integrations.mpesa import daraja
from tests.e2e.hooks import paybill_path
from tests.e2e.player import PATIENCE, Player, eventually
from tests.e2e.system import System


def register(system: System, *, response_type: str = "Completed", validation_url: str = "") -> None:
    """Register our URLs for confirmations and the pull with M-Pesa, as an operator does once."""
    body = {
        "ShortCode": get_settings().mpesa.shortcode,
        "ResponseType": response_type,
        "ConfirmationURL": f"{system.api_url}{paybill_path()}",
        "ValidationURL": validation_url or f"{system.api_url}{paybill_path('validation')}",
    }
    token = daraja().access_token()
    answer = _send(system, body, token=token)
    if "Invalid Access Token" in answer.text:  # it was of the M-Pesa of an earlier test
        daraja().drop_token(token)
        answer = _send(system, body, token=daraja().access_token())
    assert answer.status_code == 200, answer.text
    daraja().register_pull()


def _send(system: System, body: dict[str, str], *, token: str) -> httpx.Response:
    return httpx.post(
        f"{system.sims_url}/daraja/mpesa/c2b/v2/registerurl",
        json=body,
        headers={"Authorization": f"Bearer {token}"},
    )


def code_of(player: Player) -> str:
    """Return the account number that the app shows a player."""
    return str(player.get("/payments/paybill")["account"])


def pay(
    system: System, player: Player, reference: str, amount: Any = 500, **more: Any
) -> dict[str, Any]:
    """Pay from the menu of the player's phone; return the simulator's answer."""
    form = {"msisdn": player.phone, "amount": amount, "bill_ref": reference, **more}
    answer = system.sims.post("/_sim/c2b", json=form)
    assert answer.status_code in {200, 201}, answer.text
    return dict(answer.json())


def read_list(system: System) -> None:
    """Let the worker pull M-Pesa's whole list now."""
    get_redis().delete("turn:pull", "turn:pull_whole", "pull:read_until")
    system.do(Job.PULL_TRANSACTIONS)


def payment(system: System, receipt: str) -> tuple[str, int | None, str | None] | None:
    """Return state, player and review reason of a paybill payment; None if it is unknown."""
    rows = system.rows(
        "SELECT state, user_id, doubt FROM paybill_payments WHERE receipt = %s", receipt
    )
    return rows[0] if rows else None


def wait_for(
    system: System, receipt: str, *states: str, within: float = PATIENCE
) -> tuple[str, int | None, str | None]:
    """Return a payment once it is in one of `states`."""

    def find() -> tuple[str, int | None, str | None] | None:
        found = payment(system, receipt)
        return found if found is not None and found[0] in states else None

    try:
        found = eventually(find, within=within)
    except AssertionError as error:
        msg = f"payment {receipt} is {payment(system, receipt)}, not {states}"
        raise AssertionError(msg) from error
    assert found is not None
    return found


def transactions_of(system: System, receipt: str) -> int:
    """Return how many ledger transactions have a receipt."""
    sql = "SELECT count(*) FROM transactions WHERE mpesa_reference = %s"
    return int(system.rows(sql, receipt)[0][0])


def wait_until_decided(system: System) -> None:
    """Wait until every stored callback has a verdict."""
    sql = "SELECT count(*) FROM mpesa_callbacks WHERE judged_at IS NULL"
    eventually(lambda: system.rows(sql)[0][0] == 0)
