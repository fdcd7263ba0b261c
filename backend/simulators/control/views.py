"""How the simulated world looks as JSON."""

from typing import Any

from simulators.clock import iso
from simulators.daraja.prompts import Prompt
from simulators.phones import Phone
from simulators.texts import Text
from simulators.world import World


def phone_view(phone: Phone, world: World) -> dict[str, Any]:
    """Return a phone with its inbox and its prompts, both newest first."""
    return {
        "msisdn": phone.msisdn,
        "balance": shillings(phone.balance_cents),
        "wrong_pins": phone.wrong_pins,
        "profile": phone.profile.model_dump(),
        "sms": [text_view(text) for text in world.texts.of(phone.msisdn)],
        "prompts": [prompt_view(prompt, world) for prompt in world.prompts.of(phone.msisdn)],
    }


def text_view(text: Text) -> dict[str, Any]:
    """Return one SMS."""
    return {
        "id": text.id,
        "message_id": text.message_id,
        "from": text.sender,
        "text": text.text,
        "at": iso(text.at),
    }


def prompt_view(prompt: Prompt, world: World) -> dict[str, Any]:
    """Return one prompt, with the words that stand on the phone."""
    name = world.settings.business_name
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
        "seconds_left": max(0.0, round(prompt.expires_at - world.clock.now(), 1)),
    }


def shillings(cents: int) -> int | float:
    """Return whole shillings as an integer, others with their cents."""
    return cents // 100 if cents % 100 == 0 else cents / 100
