"""Sends an SMS through Africa's Talking."""

import json

import httpx

from app.core.settings import SmsSettings
from app.integrations.sms import wire

_LONGEST_ANSWER = 64 * 1024


class SmsRefused(Exception):
    """The network will not carry this message, however often it is asked; `status` is its code."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class SmsUnclear(Exception):
    """It may or may not have been sent; the message of the exception says what was seen."""


class SmsClient:
    """One account at Africa's Talking."""

    def __init__(self, settings: SmsSettings) -> None:
        self._settings = settings
        self._http = httpx.Client(
            base_url=settings.base_url,
            timeout=settings.timeout,
            follow_redirects=False,
            trust_env=False,  # what leaves this house goes where the settings say
            headers={
                "Accept": "application/json",
                "apiKey": settings.api_key.get_secret_value(),
            },
        )

    def send(self, *, phone: str, text: str) -> None:
        """Hand one message over for the 12-digit number `phone`.

        Raises SmsRefused when it is hopeless and SmsUnclear for everything else that went wrong.
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
        """Let the connections go."""
        self._http.close()

    def _post(self, fields: dict[str, str]) -> tuple[int, bytes]:
        try:
            with self._http.stream("POST", "/version1/messaging", data=fields) as response:
                answer = b""
                for part in response.iter_bytes():
                    answer += part
                    if len(answer) > _LONGEST_ANSWER:
                        break
                return response.status_code, answer
        except httpx.HTTPError as error:
            raise SmsUnclear(type(error).__name__) from error
