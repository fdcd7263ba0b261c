"""Count requests and their time by route, for Prometheus."""

import time
from functools import lru_cache

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_REGISTRY = CollectorRegistry()
ProcessCollector(registry=_REGISTRY)
_REQUESTS = Counter(
    "http_requests_total", "Requests answered", ["method", "route", "status"], registry=_REGISTRY
)
_SECONDS = Histogram(
    "http_request_seconds",
    "Time until the answer was sent",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=_REGISTRY,
)
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})


def page() -> bytes:
    """Return this process's metrics in Prometheus' text format."""
    return generate_latest(_REGISTRY)


class MetricsMiddleware:
    """Count every answer under the template of its route, never under a path with ids in it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request and count it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500  # what a crash before the first byte becomes
        began = time.perf_counter()

        async def send_and_record(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_and_record)
        finally:
            method = scope["method"] if scope["method"] in METHODS else "other"
            count(method, template_of(scope), status, time.perf_counter() - began)


def count(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answer; `route` is a template, never a path with ids in it."""
    requests, times = _children(method, route, status)
    requests.inc()
    times.observe(seconds)


@lru_cache(maxsize=4096)  # what prometheus_client keeps anyway; asking it costs five times as much
def _children(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    return _REQUESTS.labels(method, route, str(status)), _SECONDS.labels(method, route)


def template_of(scope: Scope) -> str:
    """Return the template of the route with its prefix, which FastAPI leaves out."""
    route = getattr(scope.get("route"), "path", None)
    if not isinstance(route, str):
        return "none"
    prefix = scope["path"].split("/")[: -route.count("/")]
    return "/".join(prefix) + route
