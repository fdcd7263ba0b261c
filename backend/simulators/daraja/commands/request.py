"""How every asynchronous API accepts a request: the same checks, other fields."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from simulators.daraja import identifiers
from simulators.daraja.commands import result_plan
from simulators.daraja.commands.commands import Order
from simulators.daraja.commands.result_plan import ResultPlan
from simulators.daraja.gateway import fault_responses
from simulators.daraja.gateway.authentication import read_request
from simulators.daraja.gateway.refusals import Refusal, bad_request
from simulators.daraja.stk.request import Body, is_callback_url, is_shortcode, text_of
from simulators.fault_injection.faults import Api
from simulators.simulation import Simulation

ACCEPTED = "Accept the service request successfully."
RANDOM_TIMEOUT_SECONDS = 10.0
Rule = tuple[str, Callable[[str], bool]]


@dataclass(frozen=True, kw_only=True)
class AsyncApi:
    """What distinguishes one asynchronous API: its rules, in the order of its complaints."""

    name: Api
    bad_token: Refusal
    initiator_field: str
    rules: tuple[Rule, ...]
    subject_of: Callable[[Body], str] = lambda _body: ""
    party_field: str = "PartyA"
    has_amount: bool = False


def is_amount(text: str) -> bool:
    """Say whether this is a whole number of shillings; whether it is too much, rules say later."""
    return re.fullmatch(r"[1-9]\d{0,7}(\.0+)?", text) is not None


def is_remark(text: str) -> bool:
    """Say whether this has 2 to 100 characters."""
    return 2 <= len(text.strip()) <= 100


def is_command(*names: str) -> Callable[[str], bool]:
    """Return a check for one of these CommandIDs."""
    return lambda text: text in names


URL_RULES: tuple[Rule, ...] = (("QueueTimeOutURL", is_callback_url), ("ResultURL", is_callback_url))
PARTY_RULE: Rule = ("PartyA", is_shortcode)


async def accept_request(
    request: Request,
    simulation: Simulation,
    api: AsyncApi,
    *,
    msisdn_of: Callable[[Body], str | None],
    check: Callable[[Body], None] = lambda _body: None,
    usual_plan: Callable[[Body], ResultPlan] = lambda _body: ResultPlan(),
    originator_of: Callable[[Body], str | None] = lambda _body: None,
) -> Response:
    """Check a request in the order of §12, accept it and acknowledge. Raises Refusal."""
    body = await read_request(
        request, simulation.tokens, bad_token=api.bad_token, first_field=api.initiator_field
    )
    fault = simulation.faults.take(api.name, msisdn=msisdn_of(body))
    if fault is not None and not fault_responses.is_processed(fault):
        return fault_responses.answer(fault, None, simulation)
    _check_fields(body, api, simulation)
    check(body)
    order = _order(body, api, msisdn=msisdn_of(body), originator=originator_of(body))
    how = result_plan.with_fault(usual_plan(body), fault)
    if how.result == "deliver" and simulation.random_faults.happens("queue_timeout"):
        how = how.model_copy(
            update={"result": "timeout_then_success", "later_seconds": RANDOM_TIMEOUT_SECONDS}
        )
    ack = await _accept(order, how, simulation)
    return ack if fault is None else fault_responses.answer(fault, ack, simulation)


def _check_fields(body: Body, api: AsyncApi, simulation: Simulation) -> None:
    for field, is_fine in api.rules:
        if not is_fine(text_of(body, field)):
            raise bad_request(field)
    if text_of(body, api.party_field) != simulation.settings.shortcode:
        raise bad_request(api.party_field)


def _order(body: Body, api: AsyncApi, *, msisdn: str | None, originator: str | None) -> Order:
    return Order(
        api=api.name,
        shortcode=text_of(body, api.party_field),
        msisdn=msisdn,
        amount=int(float(text_of(body, "Amount"))) if api.has_amount else 0,
        subject=api.subject_of(body),
        remarks=text_of(body, "Remarks"),
        initiator=text_of(body, api.initiator_field),
        credential=text_of(body, "SecurityCredential"),
        result_url=text_of(body, "ResultURL"),
        timeout_url=text_of(body, "QueueTimeOutURL"),
        originator_conversation_id=originator or identifiers.merchant_request_id(),
        request=json.dumps(body),
    )


async def _accept(order: Order, how: ResultPlan, simulation: Simulation) -> Response:
    command = simulation.command_queue.accept(order, how)
    if how.result == "before_response":
        await simulation.command_queue.decide_at_once(command)
    return JSONResponse(
        {
            "ConversationID": command.conversation_id,
            "OriginatorConversationID": command.originator_conversation_id,
            "ResponseCode": "0",
            "ResponseDescription": ACCEPTED,
        }
    )
