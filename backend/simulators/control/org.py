"""/_sim/org and /_sim/certificate: the organisation at M-Pesa, its accounts and its statement."""

import csv
import io
import json
from typing import Any, Literal

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, ConfigDict

from simulators.clock import in_nairobi
from simulators.control.views import payment_view, shillings, transaction_view
from simulators.daraja import org_state
from simulators.daraja.accounts import Account
from simulators.deps import WorldDep
from simulators.world import World

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
    world: WorldDep, shortcode: str | None = None, limit: int | None = None
) -> dict[str, Any]:
    """Show the accounts and every transaction behind them, newest first."""
    return _view(world, shortcode or world.settings.shortcode, limit)


@router.put("/org")
async def change_org(change: OrgChange, world: WorldDep) -> dict[str, Any]:
    """Move money by hand, lock or unlock the API operator, let all payouts fail."""
    number = world.settings.shortcode
    for account, amount in ((Account.UTILITY, change.utility), (Account.WORKING, change.working)):
        if amount is not None:
            world.books.transfer(number, account, to_cents=round(amount * 100))
    if change.initiator_locked is not None:
        world.initiator.set_locked(change.initiator_locked)
    if "payouts_fail_with" in change.model_fields_set:
        state = org_state.OrgState(payouts_fail_with=change.payouts_fail_with)
        org_state.write(world.store, state)
    return _view(world, number, 0)


@router.get("/org/statement")
async def show_statement(
    world: WorldDep,
    day: str | None = None,
    account: Account = Account.UTILITY,
    format: Literal["csv", "json"] = "csv",
    shortcode: str | None = None,
) -> Response:
    """Return the bank statement of one account, for a Nairobi day or for all of them."""
    rows = _statement(world, shortcode or world.settings.shortcode, account, day)
    if format == "json":
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        return Response(lines, media_type="application/x-ndjson")
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return PlainTextResponse(sheet.getvalue(), media_type="text/csv")


@router.get("/certificate")
async def show_certificate(world: WorldDep) -> Response:
    """Return the certificate that a SecurityCredential is encrypted with, as PEM."""
    return PlainTextResponse(world.vault.certificate_pem(), media_type="application/x-pem-file")


def _view(world: World, number: str, limit: int | None) -> dict[str, Any]:
    state = world.initiator.state()
    transactions = world.transactions.of(number)
    return {
        "shortcode": number,
        "name": world.settings.business_name,
        "balance": shillings(world.books.balance_cents(number)),
        "accounts": {
            account.value: shillings(world.accounts.balance_cents(number, account))
            for account in Account
        },
        "initiator": {
            "name": world.initiator.name,
            "locked": state.locked,
            "wrong_tries": state.wrong_tries,
        },
        "payouts_fail_with": org_state.read(world.store).payouts_fail_with,
        "receipts": [payment_view(row) for row in world.transactions.payments(number)[:limit]],
        "transactions": [transaction_view(row) for row in transactions[:limit]],
    }


def _statement(
    world: World, number: str, account: Account, day: str | None
) -> list[dict[str, str]]:
    rows = []
    for entry in world.accounts.entries(number, account):
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
