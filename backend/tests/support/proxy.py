"""A real nginx with our configuration, in front of servers that say what they were asked.

The servers run under uvicorn as the API does, and use its own middleware and its own idea of who
the caller is, so that a test reads what the app would believe.
"""

import asyncio
import contextlib
import json
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send

from app.api.deps import get_address
from app.api.middleware.security_headers import with_headers
from app.core.request_id import RequestIdMiddleware
from devstack import ports
from ops import proxy_layout

CDN = "127.0.0.9"  # its word on who the caller is counts
SAFARICOM = "196.201.214.200"
_CDN_CONF = f"set_real_ip_from {CDN};\nreal_ip_header CF-Connecting-IP;\n"
_EMBED_POLICY = b"default-src 'self'; frame-ancestors *"


class Echo:
    """One server: `api` behaves as our API does, `web` as the web app, with its cache headers."""

    def __init__(self, name: str, *, host: str = "127.0.0.1", port: int | None = None) -> None:
        self.name = name
        self.port = port or ports.free_port()
        self.asked = 0
        app = RequestIdMiddleware(self._api) if name != "web" else self._web
        config = uvicorn.Config(
            app,
            host=host,
            port=self.port,
            ws="websockets-sansio",
            interface="asgi3",
            lifespan="off",
            log_config=None,
            forwarded_allow_ips="127.0.0.1",
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._server.serve()))
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    async def _api(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close"})
            return
        await self._answer(scope, receive, with_headers(scope, send), [])

    async def _web(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"cache-control", b"no-cache")]
        if scope["path"].startswith("/_next/static/"):
            headers = [(b"cache-control", b"public, max-age=31536000, immutable")]
        if scope["path"].startswith("/embed/"):
            headers.append((b"content-security-policy", _EMBED_POLICY))
        await self._answer(scope, receive, send, headers)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, headers: list[tuple[bytes, bytes]]
    ) -> None:
        self.asked += 1
        size, more = 0, True
        while more:
            message = await receive()
            size += len(message.get("body", b""))
            more = message.get("more_body", False)
        asked = {
            "by": self.name,
            "address": await get_address(HTTPConnection(scope)),
            "scheme": scope["scheme"],
            "path": scope["path"],
            "headers": {name.decode(): value.decode() for name, value in scope["headers"]},
            "bytes": size,
            "times": self.asked,
            "filling": "x" * 2000,  # worth compressing
        }
        headers = [*headers, (b"content-type", b"application/json")]
        status = 404 if scope["path"].endswith("/nothing") else 200
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(asked).encode()})


class Proxy:
    """A running nginx; requests to `wagewars.example` find neither API nor web app."""

    def __init__(self, folder: Path, upstreams: str) -> None:
        self.folder = folder
        self.http_port, self.https_port = ports.free_port(), ports.free_port()
        configuration = proxy_layout.lay_out(folder, ports=(self.http_port, self.https_port))
        (folder / "options" / "cdn.conf").write_text(_CDN_CONF)
        (folder / "wagewars" / "upstreams.conf").write_text(upstreams)
        self._trusted = ssl.create_default_context(cafile=folder / "tls" / "fullchain.pem")
        program = proxy_layout.nginx_program()
        assert program
        argv = [program, "-c", str(configuration), "-g", "daemon off;"]
        with (folder / "output.log").open("wb") as output:
            self._process = subprocess.Popen(argv, stdout=output, stderr=output)
        while not _listens(self.https_port):
            assert self._process.poll() is None, (folder / "output.log").read_text()
            time.sleep(0.01)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)

    def client(self, address: str = "127.0.0.1") -> httpx.Client:
        """Return a client that calls from `address`, one of this machine's own."""
        transport = httpx.HTTPTransport(verify=self._trusted, local_address=address)
        return httpx.Client(base_url=f"https://localhost:{self.https_port}", transport=transport)

    def ask(self, path: str, *, sent_from: str = "127.0.0.1", **asked: Any) -> httpx.Response:
        """Send one request, a GET unless `method` says otherwise."""
        with self.client(sent_from) as client:
            url = f"{client.base_url}".rstrip("/") + path  # as it is: "//x" is no name of a host
            return client.request(asked.pop("method", "GET"), url, **asked)

    def shake_hands(self, path: str, upgrade: str = "websocket") -> str:
        """Ask for an upgrade; returns the answer's first line and headers."""
        lines = [
            f"GET {path} HTTP/1.1",
            "Host: localhost",
            "Connection: Upgrade",
            f"Upgrade: {upgrade}",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ]
        with self.connect() as connection:
            connection.sendall("\r\n".join([*lines, "", ""]).encode())
            return connection.recv(4096).decode().partition("\r\n\r\n")[0]

    def connect(self, *protocols: str) -> ssl.SSLSocket:
        """Open a TLS connection that offers `protocols`."""
        trusted = ssl.create_default_context(cafile=self.folder / "tls" / "fullchain.pem")
        if protocols:
            trusted.set_alpn_protocols(protocols)
        plain = socket.create_connection(("127.0.0.1", self.https_port))
        return trusted.wrap_socket(plain, server_hostname="localhost")

    def log(self, request_id: str) -> dict[str, Any]:
        """Return the line of the log of requests that carries `request_id`."""
        deadline = time.monotonic() + 5  # it is written after the answer has gone
        while True:
            lines = (self.folder / "access.log").read_text().splitlines(keepends=True)
            for line in lines:
                if f'"{request_id}"' in line and line.endswith("\n"):
                    found: dict[str, Any] = json.loads(line)
                    return found
            assert time.monotonic() < deadline, f"no line has the id {request_id}"
            time.sleep(0.01)


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Proxy]:
    """Run nginx in front of an API and a web app; skips where there is no nginx."""
    require_nginx()
    api, web = Echo("api"), Echo("web")
    dead = ports.free_port()
    upstreams = "".join(
        f'map $host ${echo.name} {{\n    default "127.0.0.1:{echo.port}";\n'
        f'    wagewars.example "127.0.0.1:{dead}";\n}}\n'
        for echo in (api, web)
    )
    proxy = Proxy(folder, upstreams)
    try:
        yield proxy
    finally:
        proxy.stop()
        api.stop()
        web.stop()


def require_nginx() -> None:
    """Skip a test where it cannot run."""
    if proxy_layout.nginx_program() is None:
        pytest.skip("nginx is not installed (Debian: apt-get install nginx)")
