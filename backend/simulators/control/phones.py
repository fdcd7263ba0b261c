"""/_sim/phones: the phones of the country, and fingers to use them with."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException, Path, Request, Response
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from simulators.control.views import phone_view, prompt_view
from simulators.daraja.payments import AlreadyAnswered
from simulators.daraja.prompts import PENDING
from simulators.deps import WorldDep
from simulators.phones import normalise

router = APIRouter()

# Any spelling of a number leads to the same phone.
Msisdn = Annotated[str, Path(), AfterValidator(normalise)]


class Finger(BaseModel):
    """What somebody does with a prompt: types a PIN, or cancels."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    pin: str | None = None
    cancel: bool = False


@router.get("/phones")
async def list_phones(request: Request, world: WorldDep) -> Response:
    """List all phones in use, newest first; 304 when nothing has happened since the ETag."""
    tag = f'"{world.store.version}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304)
    phones = [phone_view(phone, world) for phone in world.phones.everyone()]
    return JSONResponse(phones, headers={"ETag": tag, "Cache-Control": "no-cache"})


@router.get("/phones/{msisdn}")
async def get_phone(msisdn: Msisdn, world: WorldDep) -> dict[str, Any]:
    """Show a phone; any number exists from first mention."""
    return phone_view(world.phones.get(msisdn), world)


@router.put("/phones/{msisdn}")
async def change_phone(
    msisdn: Msisdn, world: WorldDep, changes: Annotated[dict[str, Any], Body()]
) -> dict[str, Any]:
    """Change some fields of the profile and/or the balance; the rest stays."""
    nested = changes.pop("profile", {})
    try:
        phone = world.phones.change(msisdn, {**nested, **changes})
    except (ValidationError, ValueError, TypeError) as error:
        raise HTTPException(422, str(error)) from error
    world.payments.plan_open_prompt_of(msisdn)
    return phone_view(phone, world)


@router.post("/phones/{msisdn}/prompts/{prompt_id}")
async def answer_prompt(
    msisdn: Msisdn, prompt_id: int, finger: Finger, world: WorldDep
) -> dict[str, Any]:
    """Type a PIN or cancel. 404 for another phone's prompt, 409 when it is off the screen."""
    try:
        prompt = world.prompts.get(prompt_id)
    except LookupError as error:
        raise HTTPException(404, "No such prompt") from error
    if prompt.msisdn != msisdn:
        raise HTTPException(404, "That prompt is on another phone")
    if prompt.status == PENDING and world.payments.is_out_of_reach(msisdn):
        raise HTTPException(409, "The prompt never reached this phone")
    if finger.pin is None and not finger.cancel:
        raise HTTPException(422, 'Send {"pin": "1234"} or {"cancel": true}')
    try:
        if finger.pin is not None:
            answered = world.payments.approve(prompt_id, pin=finger.pin)
        else:
            answered = world.payments.cancel(prompt_id)
    except AlreadyAnswered as error:
        raise HTTPException(409, f"The prompt is already {prompt.status}") from error
    return prompt_view(answered, world)
