"""The cause of a log line: its request, player or job, kept in a context variable.

One dictionary for each request and each job, so that threads that work for it see what is added.
"""

import sys
from collections.abc import Mapping
from contextvars import ContextVar

Fact = str | int
_NOTHING: Mapping[str, Fact] = {}
_current: ContextVar[dict[str, Fact]] = ContextVar("cause")


def start(**known: Fact) -> None:
    """Begin a request or a job of which this is known; what was known before is forgotten."""
    _current.set(known)


def add(name: str, value: Fact) -> None:
    """Add a fact to the present request or job; outside of one nothing is kept."""
    known = _current.get(None)
    if known is not None:
        known[name] = value


def facts() -> Mapping[str, Fact]:
    """Return what is known of the present request or job."""
    return _current.get(_NOTHING)


def trace_id() -> str | None:
    """Return the id of the present trace; None without one, and while tracing is off."""
    tracing = sys.modules.get("opentelemetry.trace")
    if tracing is None:
        return None
    span = tracing.get_current_span().get_span_context()
    return format(span.trace_id, "032x") if span.is_valid else None
