"""Phones, prompts, payments and transactions as JSON."""

import sqlite3
from typing import Any

from simulators.core.clock import iso
from simulators.daraja.commands.commands import DONE, Command
from simulators.daraja.stk.prompts import Prompt
from simulators.simulation import Simulation
from simulators.subscribers.phones import Phone
from simulators.subscribers.sms_inbox import SmsMessage


def phone_view(phone: Phone, simulation: Simulation) -> dict[str, Any]:
    """Return a phone with its inbox and its prompts, both newest first."""
    return {
        "msisdn": phone.msisdn,
        "balance": shillings(phone.balance_cents),
        "wrong_pins": phone.wrong_pins,
        "profile": phone.profile.model_dump(),
        "sms": [text_view(text) for text in simulation.sms_inbox.of(phone.msisdn)],
        "prompts": [
            prompt_view(prompt, simulation) for prompt in simulation.prompts.of(phone.msisdn)
        ],
        "payouts": [payout_view(payout) for payout in simulation.commands.payouts_to(phone.msisdn)],
    }


def text_view(text: SmsMessage) -> dict[str, Any]:
    """Return one SMS."""
    return {
        "id": text.id,
        "message_id": text.message_id,
        "from": text.sender,
        "text": text.text,
        "at": iso(text.at),
    }


def prompt_view(prompt: Prompt, simulation: Simulation) -> dict[str, Any]:
    """Return one prompt, with the words that stand on the phone."""
    name = simulation.settings.business_name
    return {
        "id": prompt.id,
        "amount": prompt.amount,
        "status": prompt.status,
        "account_reference": prompt.account_reference,
        "text": f"Do you want to pay KES {prompt.amount:,} to {name} "
        f"Account no. {prompt.account_reference}?",
        "checkout_request_id": prompt.checkout_request_id,
        "result_code": prompt.result_code,
        "receipt": prompt.receipt,
        "created_at": iso(prompt.created_at),
        "expires_at": iso(prompt.expires_at),
        "resolved_at": iso(prompt.resolved_at),
        "seconds_left": max(0.0, round(prompt.expires_at - simulation.clock.now(), 1)),
    }


def transaction_view(row: sqlite3.Row) -> dict[str, Any]:
    """Return one transaction of M-Pesa."""
    return {
        "receipt": row["receipt"],
        "type": row["kind"],
        "amount": shillings(row["amount_cents"]),
        "charge": shillings(row["charge_cents"]),
        "msisdn": row["msisdn"],
        "reference": row["reference"],
        "checkout_request_id": row["checkout_request_id"],
        "originator_conversation_id": row["originator_conversation_id"],
        "conversation_id": row["conversation_id"],
        "status": row["status"],
        "result_code": row["result_code"],
        "original_receipt": row["original_receipt"],
        "reversed_by": row["reversed_by"],
        "initiated_at": iso(row["initiated_at"]),
        "at": iso(row["at"]),
    }


def payment_view(row: sqlite3.Row) -> dict[str, Any]:
    """Return what a phone has paid in."""
    return {
        "receipt": row["receipt"],
        "kind": row["kind"],
        "amount": shillings(row["amount_cents"]),
        "msisdn": row["msisdn"],
        "reference": row["reference"],
        "checkout_request_id": row["checkout_request_id"],
        "at": iso(row["at"]),
    }


def payout_view(command: Command) -> dict[str, Any]:
    """Return one B2C request and how far it is."""
    state = command.state
    if state == DONE:
        state = "paid" if command.result_code == "0" else "failed"
    return {
        "id": command.id,
        "originator_conversation_id": command.originator_conversation_id,
        "conversation_id": command.conversation_id,
        "msisdn": command.msisdn,
        "amount": command.amount,
        "state": state,
        "result_code": command.result_code,
        "receipt": command.receipt,
        "at": iso(command.accepted_at),
    }


def shillings(cents: int) -> int | float:
    """Return whole shillings as an integer, others with their cents."""
    return cents // 100 if cents % 100 == 0 else cents / 100
