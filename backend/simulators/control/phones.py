"""/_sim/phones: the phones, and answers to their prompts."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException, Path, Request, Response
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from simulators.control.views import phone_view, prompt_view
from simulators.daraja.stk.payments import AlreadyAnswered
from simulators.daraja.stk.prompts import PENDING
from simulators.deps import SimulationDep
from simulators.subscribers.phones import normalise

router = APIRouter()

# Any spelling of a number leads to the same phone.
Msisdn = Annotated[str, Path(), AfterValidator(normalise)]


class PromptAnswer(BaseModel):
    """What the owner of a phone does with a prompt: type a PIN, or cancel."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    pin: str | None = None
    cancel: bool = False


class WrittenSms(BaseModel):
    """An SMS that the owner of a phone writes; `copies` is how often the network posts it."""

    to: str
    text: str
    copies: int = Field(default=1, ge=0, le=20)


@router.post("/phones/{msisdn}/sms")
async def write_sms(
    msisdn: Msisdn, written: WrittenSms, simulation: SimulationDep
) -> dict[str, Any]:
    """Write an SMS to a short code; 0 copies: the network's callback gets lost."""
    simulation.phones.get(msisdn)
    kept = simulation.sms_both_ways.write(
        msisdn, code=written.to, text=written.text, copies=written.copies
    )
    return {"id": kept.id}


@router.get("/phones")
async def list_phones(request: Request, simulation: SimulationDep) -> Response:
    """List all phones in use, newest first; 304 when nothing has happened since the ETag."""
    tag = f'"{simulation.store.version}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304)
    phones = [phone_view(phone, simulation) for phone in simulation.phones.everyone()]
    return JSONResponse(phones, headers={"ETag": tag, "Cache-Control": "no-cache"})


@router.get("/phones/{msisdn}")
async def get_phone(msisdn: Msisdn, simulation: SimulationDep) -> dict[str, Any]:
    """Show a phone; any number exists from first mention."""
    return phone_view(simulation.phones.get(msisdn), simulation)


@router.put("/phones/{msisdn}")
async def change_phone(
    msisdn: Msisdn, simulation: SimulationDep, changes: Annotated[dict[str, Any], Body()]
) -> dict[str, Any]:
    """Change some fields of the profile and/or the balance; the rest stays."""
    nested = changes.pop("profile", {})
    try:
        phone = simulation.phones.change(msisdn, {**nested, **changes})
    except (ValidationError, ValueError, TypeError) as error:
        raise HTTPException(422, str(error)) from error
    simulation.payments.plan_open_prompt_of(msisdn)
    return phone_view(phone, simulation)


@router.post("/phones/{msisdn}/prompts/{prompt_id}")
async def answer_prompt(
    msisdn: Msisdn, prompt_id: int, answer: PromptAnswer, simulation: SimulationDep
) -> dict[str, Any]:
    """Type a PIN or cancel. 404 for another phone's prompt, 409 when it is off the screen."""
    try:
        prompt = simulation.prompts.get(prompt_id)
    except LookupError as error:
        raise HTTPException(404, "No such prompt") from error
    if prompt.msisdn != msisdn:
        raise HTTPException(404, "That prompt is on another phone")
    if prompt.status == PENDING and simulation.payments.is_out_of_reach(msisdn):
        raise HTTPException(409, "The prompt never reached this phone")
    if answer.pin is None and not answer.cancel:
        raise HTTPException(422, 'Send {"pin": "1234"} or {"cancel": true}')
    try:
        if answer.pin is not None:
            answered = simulation.payments.approve(prompt_id, pin=answer.pin)
        else:
            answered = simulation.payments.cancel(prompt_id)
    except AlreadyAnswered as error:
        raise HTTPException(409, f"The prompt is already {prompt.status}") from error
    return prompt_view(answered, simulation)
