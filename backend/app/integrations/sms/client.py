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

    def send(self, *, phone: str, text: str) -> None:
        """Hand one message over for the 12-digit number `phone`.

        Raises SmsRefused when a retry is useless, and SmsUnclear for all other errors.
        """
        fields = wire.form(
            username=self._settings.username,
            sender_id=self._settings.sender_id,
            phone=phone,
            text=text,
        )
        code, answer = self._post(fields)
        if code not in (httpx.codes.CREATED, httpx.codes.OK):
            msg = f"HTTP {code}"
            raise SmsUnclear(msg)
        try:
            status = wire.status_of(json.loads(answer))
        except (ValueError, wire.Unreadable) as error:
            msg = "unreadable answer"
            raise SmsUnclear(msg) from error
        if wire.is_hopeless(status):
            raise SmsRefused(status)
        if not wire.is_taken(status):
            msg = f"status {status}"
            raise SmsUnclear(msg)

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
        except httpx.HTTPError as error:
            raise SmsUnclear(type(error).__name__) from error
