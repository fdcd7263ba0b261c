"""HTTP to Daraja: one attempt a call, one token for all processes, three kinds of failure."""

import logging
from typing import Any, Literal

import httpx

from app.core.redis import get_redis
from app.core.settings.mpesa import MpesaSettings
from app.integrations import outbound
from app.integrations.mpesa import wire
from app.integrations.mpesa.decoding import as_text, read_object
from app.integrations.mpesa.errors import NotSent, TokenTrouble, Unknown
from app.integrations.mpesa.refusals import BadToken, read_answer
from app.integrations.mpesa.token import Minted, SharedToken

logger = logging.getLogger(__name__)

Verb = Literal["POST", "GET"]

_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    outbound.OtherHost,
)
_TOKEN_SECONDS = 10.0
_MAX_ANSWER_BYTES = 4 * 1024 * 1024  # M-Pesa's list of two days is its longest answer


class Transport:
    """Sends and returns JSON. Safe to share between threads."""

    def __init__(self, settings: MpesaSettings) -> None:
        self._settings = settings
        self._http = outbound.client(
            base_url=settings.base_url,
            timeout=httpx.Timeout(settings.read_timeout, connect=settings.connect_timeout),
            # A kept connection may have died unnoticed: the call would fail with "maybe sent",
            # and a player would wait for nothing. A fresh one fails with "not sent".
            limits=httpx.Limits(max_connections=20, max_keepalive_connections=0),
        )
        self.token = SharedToken(
            get_redis(), consumer_key=settings.consumer_key.get_secret_value(), mint=self._mint
        )

    def send(self, path: str, body: dict[str, str], *, verb: Verb = "POST") -> dict[str, Any]:
        """Send once, and return a good answer; raises the MpesaError of any other.

        Only a refused token leads to a second attempt.
        """
        token = self.token.get()
        try:
            return self._send(verb, path, body, token=token)
        except BadToken:
            self.token.drop(token)
        return self._send(verb, path, body, token=self.token.get())

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _send(self, verb: Verb, path: str, body: dict[str, str], *, token: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"}
        try:
            status, answer = self._read(verb, path, json=body, headers=headers)
        except _NEVER_LEFT as error:
            raise NotSent(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise Unknown(type(error).__name__) from error
        return read_answer(status, answer)

    def _read(self, verb: Verb, path: str, **request: Any) -> tuple[int, bytes]:
        """Return status and body of an answer; raises Unknown for one that does not end."""
        with self._http.stream(verb, path, **request) as answer:
            try:
                return answer.status_code, outbound.read(answer, most=_MAX_ANSWER_BYTES)
            except outbound.TooLong as error:
                raise Unknown("an answer that is too long") from error

    def _mint(self) -> Minted:
        settings = self._settings
        try:
            status, answer = self._read(
                "GET",
                wire.OAUTH,
                params={"grant_type": "client_credentials"},
                auth=(
                    settings.consumer_key.get_secret_value(),
                    settings.consumer_secret.get_secret_value(),
                ),
                timeout=httpx.Timeout(_TOKEN_SECONDS, connect=settings.connect_timeout),
            )
        except (httpx.HTTPError, Unknown) as error:
            raise TokenTrouble(type(error).__name__) from error
        body = read_object(answer) or {}
        token = as_text(body.get("access_token"))
        lifetime = as_text(body.get("expires_in")) or "3599"
        if status != 200 or token is None or not lifetime.isdigit():
            # 400 without a body is Safaricom's "wrong key or secret" (daraja.md §1).
            logger.error("M-Pesa gives us no access token: HTTP %s", status)
            raise TokenTrouble(f"HTTP {status}")
        return Minted(token=token, expires_in=int(lifetime))
