"""Send pushes: encrypted for the browser (RFC 8291), signed for its push service (RFC 8292).

pywebpush encrypts and signs; the call is ours, because its own follows redirects and obeys proxies,
and an endpoint is an address that a stranger has chosen.
"""

import time
from dataclasses import dataclass
from threading import Lock

import httpx
from py_vapid import Vapid02
from pywebpush import WebPusher

from app.core.resilience.service_pause import ServicePauses
from app.core.settings.push import PushSettings
from app.core.vapid import VapidKey
from app.core.vapid_format import encode
from app.domain.notifications.push import MOST_BYTES, PushOutcome, outcome_of
from app.domain.notifications.push_services import origin_of
from app.integrations import outbound

_SIGNED_SECONDS = 12 * 3_600
_REUSED_SECONDS = 6 * 3_600
_MOST_PAUSE = 3_600.0
_MAX_ANSWER_BYTES = 2_048


@dataclass(frozen=True)
class Answer:
    """What a push service made of a message; `wait` is after how many seconds it may be sent."""

    outcome: PushOutcome
    reason: str | None = None
    wait: float | None = None


class PushClient:
    """Our identity at all push services."""

    def __init__(self, settings: PushSettings, *, contact: str) -> None:
        self._local = settings.local_service
        self._contact = contact.rstrip("/")
        self._http = outbound.client(timeout=settings.timeout, allows=self._is_push_service)
        self._lock = Lock()
        self._signatures: dict[tuple[str, str], tuple[float, str]] = {}
        self._pauses = ServicePauses("push")

    def send(
        self,
        *,
        endpoint: str,
        p256dh: bytes,
        auth: bytes,
        key: VapidKey,
        content: bytes,
        ttl: int,
        urgency: str,
        topic: str,
    ) -> Answer:
        """Hand one message to the browser's push service."""
        origin = origin_of(endpoint, local=self._local)
        if origin is None:
            return Answer(PushOutcome.GONE, "unknown service")
        if len(content) > MOST_BYTES:
            return Answer(PushOutcome.NEVER, "too long")
        pause = self._pauses.left(origin)
        if pause > 0:
            return Answer(PushOutcome.LATER, "paused", pause)
        keys = {"p256dh": encode(p256dh), "auth": encode(auth)}
        body = WebPusher({"endpoint": endpoint, "keys": keys}).encode(content)["body"]
        headers = {
            "Authorization": self._signature(origin, key),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(ttl),
            "Urgency": urgency,
            "Topic": topic,
        }
        try:
            with self._http.stream("POST", endpoint, content=body, headers=headers) as response:
                return self._read(origin, response)
        except httpx.HTTPError as error:
            return Answer(PushOutcome.LATER, type(error).__name__)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _is_push_service(self, address: str) -> bool:
        return origin_of(address, local=self._local) is not None

    def _read(self, origin: str, response: httpx.Response) -> Answer:
        outcome = outcome_of(response.status_code)
        if outcome is PushOutcome.SENT:
            return Answer(outcome)
        try:
            said = outbound.read(response, most=_MAX_ANSWER_BYTES)
        except outbound.TooLong:
            said = b""  # the status says enough
        if b"VapidPkHashMismatch" in said:  # Apple: made with a key that is not ours any more
            return Answer(PushOutcome.GONE, "VapidPkHashMismatch")
        given = response.headers.get("Retry-After", "")
        wait = min(float(given), _MOST_PAUSE) if given.isdecimal() else None
        if wait is not None and outcome is PushOutcome.LATER:
            self._pauses.start(origin, wait)
        return Answer(outcome, f"HTTP {response.status_code}", wait)

    def _signature(self, origin: str, key: VapidKey) -> str:
        """Return the header by which the service knows us, made anew every six hours."""
        now = time.time()
        with self._lock:
            made_at, header = self._signatures.get((origin, key.id), (0.0, ""))
            if now - made_at > _REUSED_SECONDS:
                claims = {
                    "aud": origin,
                    "exp": int(now) + _SIGNED_SECONDS,
                    "sub": self._contact,
                }
                signed = Vapid02.from_raw(key.private.encode()).sign(claims)
                header = str(signed["Authorization"])
                self._signatures[origin, key.id] = (now, header)
            return header
