"""The verbs of Daraja that we use. Money is asked for once: no call repeats itself on its own."""

import logging
from typing import Any

import httpx

from app.core.clock import utc_now
from app.core.config import MpesaSettings
from app.core.redis import get_redis
from app.domain.mpesa import Evidence, Push, PushAccepted
from app.integrations.mpesa import wire
from app.integrations.mpesa.decoding import as_text, read_object
from app.integrations.mpesa.errors import NotSent, TokenTrouble, Unknown
from app.integrations.mpesa.refusals import BadToken, read_answer
from app.integrations.mpesa.token import Minted, SharedToken

logger = logging.getLogger(__name__)

_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_TOKEN_SECONDS = 10.0


class Daraja:
    """Our conversation with M-Pesa. Safe to share between threads."""

    def __init__(self, settings: MpesaSettings) -> None:
        self._settings = settings
        self._http = httpx.Client(
            base_url=settings.base_url,
            timeout=httpx.Timeout(settings.read_timeout, connect=settings.connect_timeout),
            # A kept connection may have died unnoticed: the call would fail with "maybe sent",
            # and a player would wait for nothing. A fresh one fails with "not sent".
            limits=httpx.Limits(max_connections=20, max_keepalive_connections=0),
            follow_redirects=False,
            trust_env=False,
        )
        self._token = SharedToken(
            get_redis(), consumer_key=settings.consumer_key.get_secret_value(), mint=self._mint
        )

    def stk_push(self, push: Push) -> PushAccepted:
        """Put a prompt on the payer's phone. Raises Refused, NotSent (and Busy) or Unknown."""
        body = wire.push_body(self._settings, push, now=utc_now())
        return wire.read_push(self._post(wire.STK_PUSH, body))

    def stk_query(self, checkout_request_id: str) -> Evidence:
        """Ask what became of a prompt. Raises Refused, NotSent or Unknown when M-Pesa won't say."""
        body = wire.query_body(
            self._settings, checkout_request_id=checkout_request_id, now=utc_now()
        )
        answer = self._post(wire.STK_QUERY, body)
        return wire.read_query(answer, checkout_request_id=checkout_request_id)

    def access_token(self) -> str:
        """Return the token that all our calls share; raises TokenTrouble."""
        return self._token.get()

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def _post(self, path: str, body: dict[str, str]) -> dict[str, Any]:
        """Send once; only a token that was refused at the door earns a second sending."""
        token = self._token.get()
        try:
            return self._send(path, body, token=token)
        except BadToken:
            self._token.drop(token)
        return self._send(path, body, token=self._token.get())

    def _send(self, path: str, body: dict[str, str], *, token: str) -> dict[str, Any]:
        try:
            answer = self._http.post(path, json=body, headers={"Authorization": f"Bearer {token}"})
        except _NEVER_LEFT as error:
            raise NotSent(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise Unknown(type(error).__name__) from error
        return read_answer(answer.status_code, answer.content)

    def _mint(self) -> Minted:
        settings = self._settings
        try:
            answer = self._http.get(
                wire.OAUTH,
                params={"grant_type": "client_credentials"},
                auth=(
                    settings.consumer_key.get_secret_value(),
                    settings.consumer_secret.get_secret_value(),
                ),
                timeout=httpx.Timeout(_TOKEN_SECONDS, connect=settings.connect_timeout),
            )
        except httpx.HTTPError as error:
            raise TokenTrouble(type(error).__name__) from error
        body = read_object(answer.content) or {}
        token = as_text(body.get("access_token"))
        lifetime = as_text(body.get("expires_in")) or "3599"
        if answer.status_code != 200 or token is None or not lifetime.isdigit():
            # 400 without a body is Safaricom's "wrong key or secret" (daraja.md §1).
            logger.error("M-Pesa gives us no access token: HTTP %s", answer.status_code)
            raise TokenTrouble(f"HTTP {answer.status_code}")
        return Minted(token=token, expires_in=int(lifetime))
