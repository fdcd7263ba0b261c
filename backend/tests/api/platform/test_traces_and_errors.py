"""Traces and reports of errors as they leave the process: what is in the bytes, and what is not."""

import gzip
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from typing_extensions import override

from app.domain.privacy.consent import TERMS_VERSION
from devstack import log_canaries
from tests.support.api_process import ApiProcess
from tests.support.databases import Database

PHONE, PASSWORD, EMAIL = "0711223344", "Mambo-vipi-254", "kiprono@mail.example"
REQUEST_ID = "from-the-proxy-1"


@dataclass
class Receiver:
    """A collector of traces and a Sentry: keeps all bodies by path."""

    url: str = ""
    bodies: list[tuple[str, bytes]] = field(default_factory=list)

    def spans(self) -> list[Span]:
        """Return all spans that came."""
        return [
            span
            for path, body in self.bodies
            if path == "/v1/traces"
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    def events(self) -> list[dict[str, Any]]:
        """Return all reports of errors that came."""
        lines = [
            json.loads(line)
            for path, body in self.bodies
            if path.endswith("/envelope/")
            for line in body.splitlines()
            if line.startswith(b"{")
        ]
        return [line for line in lines if "exception" in line]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server that takes OTLP over HTTP and Sentry's envelopes."""
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            kept.bodies.append((self.path, body))
            self.send_response(200)
            self.end_headers()

        @override
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kept.url = f"127.0.0.1:{server.server_port}"
    yield kept
    server.shutdown()
    server.server_close()


def test_traces_and_reports_arrive_and_name_nobody(receiver: Receiver, database: Database) -> None:
    with ApiProcess(
        OTEL_EXPORTER_OTLP_ENDPOINT=f"http://{receiver.url}",
        OTEL_TRACES_SAMPLER_ARG="1",
        SENTRY_DSN=f"http://key@{receiver.url}/1",
        LOG_FORMAT="json",
        FASTAPI_OTEL_AUTO_CONFIGURE="true",  # which would send messages of errors as well
    ) as api:
        api.wait()
        register(api.url, username="kiprono", status=201)
        httpx.get(f"{api.url}/api/v1/no/such/{PHONE}?phone={PHONE}")
        with database.connect() as connection, connection.cursor() as cursor:
            cursor.execute("ALTER TABLE sms_codes RENAME COLUMN phone TO fone")
        register(api.url, username="chebet", status=500)
        lines = [json.loads(line) for line in api.log().splitlines()]
    # Both are flushed when the process ends.
    of_sql = [span for span in receiver.spans() if "db.statement" in values(span)]
    names = {span.name for span in receiver.spans()}
    assert "POST /api/v1/auth/register" in names
    assert any("INSERT INTO users" in values(span)["db.statement"] for span in of_sql)
    assert any(name.startswith("apply_async/") for name in names)
    assert "/readyz" not in str(names)  # which `wait` asked for
    assert sum(span.name == "POST /api/v1/auth/register" for span in receiver.spans()) == 2
    assert {path for path, _ in receiver.bodies} == {"/v1/traces", "/api/1/envelope/"}
    (event, *_) = receiver.events()
    assert event["exception"]["values"][-1]["type"] == "ProgrammingError"
    assert event["tags"]["request_id"] == REQUEST_ID
    frames = [
        frame for one in event["exception"]["values"] for frame in one["stacktrace"]["frames"]
    ]
    assert frames
    assert not any("vars" in frame or "context_line" in frame for frame in frames)
    crash = next(line for line in lines if "exception" in line)
    assert (crash["level"], crash["request_id"]) == ("ERROR", REQUEST_ID)
    assert len(crash["trace_id"]) == 32
    for path, body in receiver.bodies:
        text = body.decode(errors="replace")
        assert list(log_canaries.in_text(text, source=path)) == []
        for secret in (PHONE, PHONE[1:], PASSWORD, EMAIL, "kiprono", "chebet", "127.0.0.1:"):
            assert secret not in text.replace(receiver.url, ""), (path, secret)


def register(api: str, *, username: str, status: int) -> None:
    answer = httpx.post(
        f"{api}/api/v1/auth/register",
        json={
            "username": username,
            "email": EMAIL if status == 201 else f"x{EMAIL}",
            "phone": PHONE if status == 201 else PHONE[:-1] + "5",
            "password": PASSWORD,
            "date_of_birth": "1999-09-09",
            "terms_version": TERMS_VERSION,
        },
        headers={"X-Forwarded-For": "41.90.64.1", "X-Request-Id": REQUEST_ID},
    )
    assert answer.status_code == status, answer.text


def values(span: Span) -> dict[str, str]:
    return {one.key: one.value.string_value for one in span.attributes}
