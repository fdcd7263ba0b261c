"""Reads what browsers report that our content policy stopped, and counts it by directive.

A report is an accusation by a stranger: anybody may send any. So nothing of it is stored, a line of
the log holds no more than directive, origin and path of ours, and numbers are kept for the few
directives that there are. Formats: the `application/csp-report` of CSP 2, and the list of the
Reporting API (`application/reports+json`).
"""

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 16 * 1024
_MOST_OF_ONE_BODY = 10
_OTHER = "other"
_DIRECTIVES = frozenset(
    f"{name}-src{part}"
    for name in ("default", "script", "style", "img", "connect", "font", "worker", "manifest")
    for part in ("", "-elem", "-attr")
) | {"frame-src", "frame-ancestors", "base-uri", "form-action", "object-src", "media-src"}
_WORDS = frozenset({"inline", "eval", "data", "blob", "self", "wasm-eval", "about"})
_UNSAFE = re.compile(r"[^A-Za-z0-9/._~-]")

counts: Counter[str] = Counter()
"""Reports that this process has received, by directive."""


def take(body: bytes) -> int:
    """Count and log the reports in `body`; return how many were readable, ten at most."""
    found = 0
    for directive, blocked, page in _read(body):
        counts[directive] += 1
        found += 1
        logger.warning("policy stopped %s from %s on %s", directive, blocked, page)
    return found


def _read(body: bytes) -> Iterator[tuple[str, str, str]]:
    try:
        said: Any = json.loads(body)
    except (ValueError, RecursionError):
        return
    for one in (said if isinstance(said, list) else [said])[:_MOST_OF_ONE_BODY]:
        report = one.get("csp-report", one.get("body")) if isinstance(one, dict) else None
        if isinstance(report, dict):
            yield (
                _directive(_first(report, "effective-directive", "effectiveDirective")),
                _source(_first(report, "blocked-uri", "blockedURL")),
                _path(_first(report, "document-uri", "documentURL")),
            )


def _first(report: dict[str, Any], *names: str) -> str:
    return next((value for name in names if isinstance(value := report.get(name), str)), "")


def _directive(name: str) -> str:
    return name if name in _DIRECTIVES else _OTHER


def _source(address: str) -> str:
    """Return the origin alone: an address may hold what a player has open elsewhere."""
    if address in _WORDS:
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return _OTHER
    host = _UNSAFE.sub("", parts.hostname or "")[:100]
    return f"{_UNSAFE.sub('', parts.scheme)[:20]}://{host}" if host else _OTHER


def _path(address: str) -> str:
    """Return the path of a page of ours, with its numbers hidden."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return _OTHER
    return re.sub(r"\d+", "N", _UNSAFE.sub("", path))[:100] or "/"
