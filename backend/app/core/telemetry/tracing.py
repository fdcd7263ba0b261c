"""Traces by OpenTelemetry, where OTEL_EXPORTER_OTLP_ENDPOINT is set: requests, SQL, Redis, jobs.

Only attributes of a list leave the house, so no address, path, query or message of an error does.
SQL goes without values, commands of Redis without keys. OTEL_SERVICE_NAME and
OTEL_EXPORTER_OTLP_HEADERS are read by the SDK.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from app.core.settings import get_settings
from app.core.telemetry.personal_data import scrub

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

_ALLOWED = frozenset(
    (
        *("http.method", "http.request.method", "http.route", "http.status_code"),
        *("http.response.status_code", "error.type", "db.system", "db.system.name"),
        *("db.statement", "db.query.text", "db.operation", "db.operation.name"),
        *("messaging.destination", "messaging.destination.name", "messaging.system"),
        *("celery.action", "celery.state", "celery.task_name", "celery.retries"),
        "exception.type",
    )
)


def start() -> None:
    """Trace this process from now on; imports nothing unless an endpoint is set.

    To be called before the first connection to PostgreSQL, and on import of a worker's module: its
    pool of threads has no later moment.
    """
    if not is_on():
        return
    settings = get_settings().telemetry
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.instrumentation.celery import CeleryInstrumentor
    from opentelemetry.instrumentation.psycopg2 import Psycopg2Instrumentor
    from opentelemetry.instrumentation.redis import RedisInstrumentor
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased

    # By the trace's id, whoever began it: a job is sampled if its request was.
    share = TraceIdRatioBased(settings.otel_traces_sampler_arg)
    sampler = ParentBased(share, remote_parent_sampled=share, remote_parent_not_sampled=share)
    endpoint = f"{settings.otel_exporter_otlp_endpoint.rstrip('/')}/v1/traces"
    provider = TracerProvider(sampler=sampler, resource=Resource.create())
    exporter = _without_persons(OTLPSpanExporter(endpoint=endpoint))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    Psycopg2Instrumentor().instrument(skip_dep_check=True)
    RedisInstrumentor().instrument()
    CeleryInstrumentor().instrument()  # type: ignore[no-untyped-call]


def is_on() -> bool:
    """Return whether this process is traced."""
    return bool(get_settings().telemetry.otel_exporter_otlp_endpoint)


def flush() -> None:
    """Send what is left, before uvicorn ends the process by a signal; takes two seconds at most."""
    if not is_on():
        return
    from opentelemetry import trace
    from opentelemetry.sdk.trace import TracerProvider

    provider = trace.get_tracer_provider()
    if isinstance(provider, TracerProvider):
        provider.force_flush(2_000)


def _without_persons(exporter: "SpanExporter") -> "SpanExporter":
    """Wrap `exporter`: it gets copies of spans that hold what may leave the house."""
    from opentelemetry.sdk.trace.export import SpanExporter

    class Cleaner(SpanExporter):
        @override
        def export(self, spans: Sequence["ReadableSpan"]) -> "SpanExportResult":
            return exporter.export([_clean(span) for span in spans])

        @override
        def shutdown(self) -> None:
            exporter.shutdown()

        @override
        def force_flush(self, timeout_millis: int = 30_000) -> bool:
            return exporter.force_flush(timeout_millis)

    return Cleaner()


def _clean(span: "ReadableSpan") -> "ReadableSpan":
    from opentelemetry.sdk.trace import Event, ReadableSpan
    from opentelemetry.trace import Status

    events = [Event(one.name, _allowed(one.attributes), one.timestamp) for one in span.events]
    return ReadableSpan(
        name=scrub(span.name),
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=_allowed(span.attributes),
        events=events,
        links=span.links,
        kind=span.kind,
        status=Status(span.status.status_code),  # its description is an error's message
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _allowed(attributes: Any) -> dict[str, Any]:
    return {
        name: scrub(value) if isinstance(value, str) else value
        for name, value in (attributes or {}).items()
        if name in _ALLOWED
    }
