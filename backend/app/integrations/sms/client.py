"""Send SMS through Africa's Talking."""

import json
from decimal import Decimal
from typing import NamedTuple

import httpx

from app.core.settings.sms import SmsSettings
from app.domain import phone as phones
from app.integrations import outbound
from app.integrations.sms import callbacks, wire

_MAX_ANSWER_BYTES = 64 * 1024


class Taken(NamedTuple):
    """A message that the network has: its id there, and its cost in KES if the network says it."""

    message_id: str | None
    cost: Decimal | None


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
_NOT_CONNECTED = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    outbound.OtherHost,
)


class SmsClient:
    """One account at Africa's Talking."""

    def __init__(self, settings: SmsSettings) -> None:
        self._settings = settings
        self._http = outbound.client(
            base_url=settings.base_url,
            timeout=settings.timeout,
            headers={
                "Accept": "application/json",
                "apiKey": settings.api_key.get_secret_value(),
            },
        )

    def send(self, *, phone: str, text: str, can_be_answered: bool = False) -> Taken:
        """Hand one message over for the 12-digit number `phone`.

        One that `can_be_answered` comes from our short code, others from our name.

        Raises SmsRefused when a retry is useless, and SmsUnclear for all other errors: those of
        which it is sure that nothing was sent are SmsNotTaken.
        """
        fields = wire.form(
            username=self._settings.username,
            sender_id=self._settings.short_code if can_be_answered else self._settings.sender_id,
            phone=phone,
            text=text,
        )
        code, answer = self._call("POST", data=fields)
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
        return Taken(wire.message_id_of(body), wire.cost_of(body))

    def find_written(self, message_id: str) -> tuple[str, str] | None:
        """Return the 12-digit number and the text of an SMS to us; None without one by that id.

        Raises SmsUnclear when the network does not say.
        """
        query = {
            "username": self._settings.username,
            "lastReceivedId": wire.id_before(message_id),
        }
        code, answer = self._call("GET", params=query)
        if code != httpx.codes.OK:
            raise SmsUnclear(f"HTTP {code}")
        try:
            found = wire.written_in(json.loads(answer), message_id)
        except (ValueError, wire.Unreadable) as error:
            raise SmsUnclear("unreadable answer") from error
        if found is None:
            return None
        return phones.normalise(found[0]) or "", callbacks.one_text(found[1])

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _call(
        self,
        method: str,
        *,
        data: dict[str, str] | None = None,
        params: dict[str, str] | None = None,
    ) -> tuple[int, bytes]:
        path = "/version1/messaging"
        try:
            with self._http.stream(method, path, data=data, params=params) as response:
                return response.status_code, outbound.read(response, most=_MAX_ANSWER_BYTES)
        except _NOT_CONNECTED as error:
            raise SmsNotTaken(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise SmsUnclear(type(error).__name__) from error
