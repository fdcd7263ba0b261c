"""Movements of the ledger on the wire."""

from typing import Annotated

from pydantic import WithJsonSchema

from app.domain.ledger.statement import MovementType

# Movements that touch no wallet.
_BEHIND_THE_SCENES = (
    "capital_paid_in",
    "capital_paid_out",
    "mpesa_charge",
    "sponsor_funding",
    "statement_line",
    "suspense",
    "tournament_guarantee",
    "tournament_release",
    "wager_lock",
)
LEDGER_TYPES = sorted([*_BEHIND_THE_SCENES, *MovementType])
LedgerType = Annotated[str, WithJsonSchema({"type": "string", "enum": LEDGER_TYPES})]
"""What moved money, by the name that the ledger's own rules have for it (docs/money.md)."""
