"""/_sim/org and /_sim/certificate: the organisation at M-Pesa, its accounts and its statement."""

import csv
import io
import json
from typing import Any, Literal

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, ConfigDict

from simulators.control.views import payment_view, shillings, transaction_view
from simulators.core.clock import in_nairobi
from simulators.daraja.ledger import org_state
from simulators.daraja.ledger.accounts import Account
from simulators.deps import SimulationDep
from simulators.simulation import Simulation

router = APIRouter()

COLUMNS = ("receipt", "completed", "details", "status", "paid_in", "withdrawn", "balance")


class OrgChange(BaseModel):
    """What to change about the organisation. Amounts in shillings."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    utility: float | None = None
    working: float | None = None
    initiator_locked: bool | None = None
    payouts_fail_with: str | None = None


@router.get("/org")
async def show_org(
    simulation: SimulationDep, shortcode: str | None = None, limit: int | None = None
) -> dict[str, Any]:
    """Show the accounts and every transaction behind them, newest first."""
    return _view(simulation, shortcode or simulation.settings.shortcode, limit)


@router.put("/org")
async def change_org(change: OrgChange, simulation: SimulationDep) -> dict[str, Any]:
    """Move money by hand, lock or unlock the API operator, let all payouts fail."""
    number = simulation.settings.shortcode
    for account, amount in ((Account.UTILITY, change.utility), (Account.WORKING, change.working)):
        if amount is not None:
            simulation.transfers.transfer(number, account, to_cents=round(amount * 100))
    if change.initiator_locked is not None:
        simulation.initiator.set_locked(change.initiator_locked)
    if "payouts_fail_with" in change.model_fields_set:
        state = org_state.OrgState(payouts_fail_with=change.payouts_fail_with)
        org_state.write(simulation.store, state)
    return _view(simulation, number, 0)


@router.get("/org/statement")
async def show_statement(
    simulation: SimulationDep,
    day: str | None = None,
    account: Account = Account.UTILITY,
    format: Literal["csv", "json"] = "csv",
    shortcode: str | None = None,
) -> Response:
    """Return the bank statement of one account, for a Nairobi day or for all of them."""
    rows = _statement(simulation, shortcode or simulation.settings.shortcode, account, day)
    if format == "json":
        text = "".join(json.dumps(row) + "\n" for row in rows)
        return Response(text, media_type="application/x-ndjson")
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return PlainTextResponse(sheet.getvalue(), media_type="text/csv")


@router.get("/certificate")
async def show_certificate(simulation: SimulationDep) -> Response:
    """Return the certificate that a SecurityCredential is encrypted with, as PEM."""
    return PlainTextResponse(
        simulation.credential_keys.certificate_pem(), media_type="application/x-pem-file"
    )


def _view(simulation: Simulation, number: str, limit: int | None) -> dict[str, Any]:
    state = simulation.initiator.state()
    transactions = simulation.transactions.of(number)
    return {
        "shortcode": number,
        "name": simulation.settings.business_name,
        "balance": shillings(simulation.transfers.balance_cents(number)),
        "accounts": {
            account.value: shillings(simulation.accounts.balance_cents(number, account))
            for account in Account
        },
        "initiator": {
            "name": simulation.initiator.name,
            "locked": state.locked,
            "wrong_tries": state.wrong_tries,
        },
        "payouts_fail_with": org_state.read(simulation.store).payouts_fail_with,
        "receipts": [payment_view(row) for row in simulation.transactions.payments(number)[:limit]],
        "transactions": [transaction_view(row) for row in transactions[:limit]],
    }


def _statement(
    simulation: Simulation, number: str, account: Account, day: str | None
) -> list[dict[str, str]]:
    rows = []
    for entry in simulation.accounts.entries(number, account):
        when = in_nairobi(entry["at"])
        if day is not None and f"{when:%Y-%m-%d}" != day:
            continue
        cents = entry["delta_cents"]
        rows.append(
            {
                "receipt": entry["receipt"],
                "completed": f"{when:%Y-%m-%d %H:%M:%S}",
                "details": entry["details"],
                "status": entry["status"],
                "paid_in": _money(cents) if cents > 0 else "",
                "withdrawn": _money(-cents) if cents < 0 else "",
                "balance": _money(entry["balance_cents"]),
            }
        )
    return rows


def _money(cents: int) -> str:
    return f"{cents / 100:.2f}"
