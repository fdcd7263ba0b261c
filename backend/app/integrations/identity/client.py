"""Checks of identity over HTTP: JSON both ways, a bearer key, and signed callbacks.

The wire is our own, after what Smile ID and MetaMap do (safety.md §7): a check has a reference of
ours, the player takes the pictures on the provider's own page, and a callback is signed with
HMAC-SHA-256 over its time and its raw bytes.
"""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from app.core.settings.protection import IdentitySettings
from app.domain.identity.checks import CheckOrder, CheckResult, ProviderOutcome, Started
from app.integrations import outbound
from app.integrations.identity.provider import ProviderRefused, ProviderUnclear

_MAX_ANSWER_BYTES = 64 * 1024
_OLDEST_CALLBACK = 300  # seconds
_REFERENCE = re.compile(r"[A-Z0-9]{1,32}", re.ASCII)
_CODE = re.compile(r"[a-z0-9_]{1,40}", re.ASCII)
_OURS_TO_MEND = frozenset({401, 402, 403})


class HttpIdentityProvider:
    """One account at the provider."""

    def __init__(self, settings: IdentitySettings) -> None:
        self._callback_key = settings.callback_key.get_secret_value().encode()
        self._http = outbound.client(
            base_url=settings.base_url,
            timeout=settings.timeout,
            headers={"Authorization": f"Bearer {settings.api_key.get_secret_value()}"},
        )

    def start(self, order: CheckOrder) -> Started:
        """Start a check under our reference. Raises ProviderRefused and ProviderUnclear."""
        body = {
            "our_ref": order.our_ref,
            "name": order.name,
            "birth_date": order.birth_date.isoformat(),
            "country": "KE",
            "document_kind": order.document_kind,
            "document_number": order.document_number,
            "consent": {"given": True, "at": order.consent_at.isoformat()},
        }
        code, answer = self._call("POST", "/v1/checks", json=body)
        if code in {400, 422}:
            raise ProviderRefused(f"HTTP {code}")
        if code not in {200, 201, 202}:
            raise _unclear(code)
        job, link = _text(answer, "job"), _link(answer)
        if job is None or link is None:
            raise ProviderUnclear("an answer without job or link")
        return Started(job, link)

    def fetch(self, our_ref: str) -> CheckResult | None:
        """Return what became of a check; None if there is none. Raises ProviderUnclear."""
        code, answer = self._call("GET", f"/v1/checks/{our_ref}")
        if code == httpx.codes.NOT_FOUND:
            return None
        if code != httpx.codes.OK:
            raise _unclear(code)
        job, outcome = _text(answer, "job"), _text(answer, "outcome")
        if job is None or outcome not in set(ProviderOutcome):
            raise ProviderUnclear("an answer without job or outcome")
        reason = _text(answer, "reason")
        return CheckResult(
            job=job,
            outcome=ProviderOutcome(outcome),
            reason=reason if reason and _CODE.fullmatch(reason) else None,
            retryable=answer.get("retryable") is True,
            link=_link(answer),
        )

    def read_callback(self, raw: bytes, headers: Mapping[str, str]) -> str | None:
        """Return our reference of the check that a callback is about; None if it is not theirs."""
        moment, signature = headers.get("x-timestamp", ""), headers.get("x-signature", "")
        if not self._callback_key or not re.fullmatch(r"\d{1,12}", moment, re.ASCII):
            return None
        if abs(time.time() - int(moment)) > _OLDEST_CALLBACK:
            return None
        expected = hmac.new(self._callback_key, moment.encode() + b"." + raw, hashlib.sha256)
        if not hmac.compare_digest(expected.hexdigest().encode(), signature.encode()):
            return None
        try:
            body = json.loads(raw)
        except (ValueError, RecursionError):
            return None
        our_ref = _text(body, "our_ref") if isinstance(body, dict) else None
        return our_ref if our_ref and _REFERENCE.fullmatch(our_ref) else None

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _call(self, method: str, path: str, **more: Any) -> tuple[int, dict[str, Any]]:
        try:
            with self._http.stream(method, path, **more) as response:
                raw = outbound.read(response, most=_MAX_ANSWER_BYTES)
        except httpx.HTTPError as error:
            raise ProviderUnclear(type(error).__name__) from error
        if response.is_error:
            return response.status_code, {}
        try:
            body = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise ProviderUnclear("unreadable answer") from error
        if not isinstance(body, dict):
            raise ProviderUnclear("unreadable answer")
        return response.status_code, body


def _unclear(code: int) -> ProviderUnclear:
    return ProviderUnclear(f"HTTP {code}", ours_to_mend=code in _OURS_TO_MEND)


def _text(body: dict[str, Any], name: str) -> str | None:
    value = body.get(name)
    return value if isinstance(value, str) and 0 < len(value) <= 80 else None


def _link(body: dict[str, Any]) -> str | None:
    """Return the page for the pictures, if it is one: https, or http on this machine."""
    value = body.get("link")
    if not isinstance(value, str) or len(value) > 400:
        return None
    parts = urlsplit(value)
    is_local = parts.hostname in {"localhost", "127.0.0.1"}
    fits = parts.scheme == "https" or (parts.scheme == "http" and is_local)
    return value if fits and parts.hostname else None
