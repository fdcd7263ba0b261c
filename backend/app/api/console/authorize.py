"""The console's log-in: authorization code with PKCE (RFC 6749 §4.1, RFC 7636, RFC 9700).

Only our console may ask, only with S256, and it is sent back to one of its own addresses, exactly.
A wrong request is answered by a page that leads nowhere: an address that a stranger chose is never
redirected to.
"""

import base64
import hashlib
import re
from dataclasses import asdict
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from pydantic import BaseModel, SecretStr, StringConstraints, ValidationError

from app.api import known_device
from app.api.console import pages
from app.api.deps import ClientAddress, SessionDep, SlotsDep
from app.api.errors import STATUS_OF_KIND
from app.api.middleware.body_limit import MAX_FORM_BYTES
from app.api.origin import FromOurPage
from app.api.request_limits import count_request
from app.api.sign_in import sign_in
from app.api.visitor import Visitor
from app.core import console_codes
from app.core.clock import utc_now
from app.core.console_codes import Grant
from app.core.security import constant_time_equals
from app.core.settings import get_settings
from app.domain.auth.passkeys import Ceremony, Site
from app.domain.errors import Refusal
from app.schemas.passkey import PasskeySignature
from app.services.auth import sessions, sign_ins
from app.services.auth.passkeys import challenges, signatures
from app.services.auth.session_tokens import SessionTokens

router = APIRouter()
CLIENT_ID = "docs-console"
_CHALLENGE = re.compile(r"[\w-]{43}", re.ASCII)
_VERIFIER = re.compile(r"[\w.~-]{43,128}", re.ASCII)
_ASKED = (
    *("response_type", "client_id", "redirect_uri", "state"),
    *("code_challenge", "code_challenge_method"),
)
Short = Annotated[str, StringConstraints(max_length=600)]


class _Asked(BaseModel):
    """What the console asks for when it opens the log-in page."""

    response_type: Short = ""
    client_id: Short = ""
    redirect_uri: Short = ""
    state: Short = ""
    code_challenge: Short = ""
    code_challenge_method: Short = ""

    def flaw(self, request: Request) -> str:
        """Return what is wrong with the request; empty if nothing is."""
        if self.client_id != CLIENT_ID or self.response_type != "code":
            return "Open the console at /docs to sign in."
        if self.redirect_uri not in _addresses(request):
            return "This log-in was not begun by our console."
        if self.code_challenge_method != "S256" or not _CHALLENGE.fullmatch(self.code_challenge):
            return "This log-in lacks its proof (PKCE with S256)."
        return ""

    def fields(self) -> dict[str, str]:
        """Return what the log-in form sends again."""
        return {name: getattr(self, name) for name in _ASKED}


class _LogIn(_Asked):
    """The log-in form."""

    username: Annotated[str, StringConstraints(max_length=100)] = ""
    password: Annotated[SecretStr, StringConstraints(max_length=128)] = SecretStr("")
    factor: Annotated[SecretStr, StringConstraints(max_length=40)] = SecretStr("")
    # In place of them: what a passkey signed, as JSON.
    passkey: Annotated[str, StringConstraints(max_length=20_000)] = ""


class _Exchange(BaseModel):
    """What the console sends to get its token."""

    grant_type: Short = ""
    code: Short = ""
    redirect_uri: Short = ""
    client_id: Short = ""
    code_verifier: Short = ""


def _addresses(request: Request) -> tuple[str, ...]:
    """Return where the console may be sent back to.

    On a developer's machine the host that was asked is the console's; in production only what the
    settings name, since a name of the attacker's may lead to our address, too.
    """
    settings = get_settings()
    origins = [settings.staff.console_origin]
    if not settings.is_production:
        origins.append(f"{request.url.scheme}://{request.headers.get('host', '')}")
    return tuple(f"{origin}/docs/oauth2-redirect" for origin in origins if origin)


@router.get("/authorize")
async def show_log_in(request: Request) -> HTMLResponse:
    """Show the log-in page."""
    given = {name: request.query_params.get(name, "")[:600] for name in _ASKED}
    asked = _Asked(**given)
    flaw = asked.flaw(request)
    return pages.refused(flaw) if flaw else pages.log_in(asked.fields())


@router.post("/authorize", dependencies=[FromOurPage], max_body_size=MAX_FORM_BYTES)
async def log_in(
    form: Annotated[_LogIn, Form()], request: Request, visitor: Visitor, slots: SlotsDep
) -> Response:
    """Sign in, and go back to the console with a code; or show why not."""
    flaw = form.flaw(request)
    if flaw:
        return pages.refused(flaw)
    try:
        tokens, user_id = await _sign_in(form, visitor, slots)
        grant = Grant(user_id, tokens.session_id, form.code_challenge, form.redirect_uri)
        code = console_codes.new_code(grant)
    except Refusal as refusal:
        status = next(
            found[0] for kind, found in STATUS_OF_KIND.items() if isinstance(refusal, kind)
        )
        return pages.log_in(form.fields(), says=refusal.sentence, status=status)
    back = f"{form.redirect_uri}?{urlencode({'code': code, 'state': form.state})}"
    answer = RedirectResponse(back, status_code=303, headers=pages.HEADERS)
    known_device.remember(visitor.browser, answer, user_id=user_id)
    return answer


@router.post("/passkey", dependencies=[FromOurPage])
def begin_passkey(address: ClientAddress, session: SessionDep) -> JSONResponse:
    """Answer what the log-in page needs to ask for a signature; no name is needed."""
    count_request("login", address)
    asked = signatures.ask(session, site=Site.STAFF, ceremony=Ceremony.SIGN_IN, now=utc_now())
    return _answer(asdict(asked))


@router.post("/token", dependencies=[FromOurPage], max_body_size=MAX_FORM_BYTES)
def exchange(form: Annotated[_Exchange, Form()], session: SessionDep) -> JSONResponse:
    """Give the token for a code, once, to whoever knows what its challenge was made of."""
    redeemed = console_codes.redeem(form.code)
    if redeemed.reused_session is not None:
        sessions.end_one(
            session, session_id=redeemed.reused_session, because="code_reused", now=utc_now()
        )
    grant = redeemed.grant
    if grant is None or not _fits(form, grant):
        return _answer({"error": "invalid_grant"}, status=400)
    tokens = sessions.tokens_of(session, session_id=grant.session_id, now=utc_now())
    return _answer(
        {
            "access_token": tokens.access_token,
            "token_type": "bearer",
            "expires_in": tokens.expires_in,
        }
    )


async def _sign_in(form: _LogIn, visitor: Visitor, slots: SlotsDep) -> tuple[SessionTokens, int]:
    if form.passkey:
        return await slots.in_transaction(_sign_in_by_passkey, form.passkey, visitor)
    return await sign_in(
        slots,
        visitor,
        username=form.username,
        password=form.password.get_secret_value(),
        code=form.factor.get_secret_value().strip() or None,
    )


def _sign_in_by_passkey(
    session: SessionDep, signed: str, visitor: Visitor
) -> tuple[SessionTokens, int]:
    count_request("login", visitor.address)
    try:
        signature = PasskeySignature.model_validate_json(signed)
    except ValidationError as error:
        raise challenges.wrong() from error
    return sign_ins.sign_in_by_passkey(
        session,
        credential=signature.as_credential(),
        site=Site.STAFF,
        device=visitor.device,
        now=utc_now(),
    )


def _fits(form: _Exchange, grant: Grant) -> bool:
    if not _VERIFIER.fullmatch(form.code_verifier):
        return False
    digest = hashlib.sha256(form.code_verifier.encode()).digest()
    made = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return (
        constant_time_equals(made, grant.challenge)
        and form.grant_type == "authorization_code"
        and form.client_id == CLIENT_ID
        and form.redirect_uri == grant.redirect_uri
    )


def _answer(content: dict[str, object], *, status: int = 200) -> JSONResponse:
    return JSONResponse(content, status_code=status, headers={"Cache-Control": "no-store"})
