"""Send SMS through Africa's Talking."""

import json

import httpx

from app.core.settings import SmsSettings
from app.integrations.sms import wire

_MAX_ANSWER_BYTES = 64 * 1024


class SmsRefused(Exception):
    """The network will never deliver this message; `status` is its code."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class SmsUnclear(Exception):
    """It may or may not have been sent; the message of the exception is the reason."""


class SmsNotTaken(SmsUnclear):
    """It was not sent, for sure, and may be tried again."""


class SmsMisconfigured(SmsNotTaken):
    """It was not sent, and no other will be, until we mend our account there or its settings."""


# Nothing of the request has left.
_NOT_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class SmsClient:
    """One account at Africa's Talking."""

    def __init__(self, settings: SmsSettings) -> None:
        self._settings = settings
        self._http = httpx.Client(
            base_url=settings.base_url,
            timeout=settings.timeout,
            follow_redirects=False,
            trust_env=False,  # no proxy but that of the settings
            headers={
                "Accept": "application/json",
                "apiKey": settings.api_key.get_secret_value(),
            },
        )

    def send(self, *, phone: str, text: str) -> str | None:
        """Hand one message over for the 12-digit number `phone`; return the network's id for it.

        Raises SmsRefused when a retry is useless, and SmsUnclear for all other errors: those of
        which it is sure that nothing was sent are SmsNotTaken.
        """
        fields = wire.form(
            username=self._settings.username,
            sender_id=self._settings.sender_id,
            phone=phone,
            text=text,
        )
        code, answer = self._post(fields)
        if code == httpx.codes.UNAUTHORIZED:
            raise SmsMisconfigured(f"HTTP {code}")
        if code not in (httpx.codes.CREATED, httpx.codes.OK):
            raise SmsUnclear(f"HTTP {code}")
        try:
            body = json.loads(answer)
            if refusal := wire.whole_refusal(body):
                raise SmsMisconfigured(refusal)
            status = wire.status_of(body)
        except (ValueError, wire.Unreadable) as error:
            raise SmsUnclear("unreadable answer") from error
        if wire.is_hopeless(status):
            raise SmsRefused(status)
        if not wire.is_taken(status):
            kind = SmsMisconfigured if wire.is_ours(status) else SmsNotTaken
            raise kind(f"status {status}")
        return wire.message_id_of(body)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _post(self, fields: dict[str, str]) -> tuple[int, bytes]:
        try:
            with self._http.stream("POST", "/version1/messaging", data=fields) as response:
                answer = b""
                for part in response.iter_bytes():
                    answer += part
                    if len(answer) > _MAX_ANSWER_BYTES:
                        break
                return response.status_code, answer
        except _NOT_CONNECTED as error:
            raise SmsNotTaken(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise SmsUnclear(type(error).__name__) from error
