"""The only maker of clients for outbound HTTP: hosts of a list, no redirect, a pace and a size.

A request to another host than those that its client was made for raises OtherHost before anything
is sent. Redirects are answers like others, proxies of the environment are not obeyed, and TLS is
verified. `DEFAULT_SECONDS` is for a connection and for each silence; who waits longer says why
where their setting is. Source: docs/reference/trust.md S55, ASVS 5.0 V13.2.4, V15.3.2.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

DEFAULT_SECONDS = 5.0


class OtherHost(httpx.RequestError):
    """A request was for a host that its client does not know; nothing was sent."""


class TooLong(httpx.RequestError):
    """An answer had more bytes than its reader takes; the connection is closed."""


def client(
    *,
    base_url: str = "",
    timeout: httpx.Timeout | float = DEFAULT_SECONDS,
    allows: Callable[[str], bool] | None = None,
    headers: Mapping[str, str] | None = None,
    limits: httpx.Limits | None = None,
) -> httpx.Client:
    """Return a client that speaks to the origin of `base_url`, or to those that `allows` takes.

    `allows` is given a whole address. `timeout` in seconds.
    """
    home = _origin(base_url)

    def refuse_others(request: httpx.Request) -> None:
        address = str(request.url)
        if not (_origin(address) == home if allows is None else allows(address)):
            raise OtherHost("not a host of this client", request=request)

    more: dict[str, Any] = {} if limits is None else {"limits": limits}
    return httpx.Client(
        base_url=base_url,
        timeout=timeout,
        headers=headers,
        follow_redirects=False,
        trust_env=False,
        event_hooks={"request": [refuse_others]},
        **more,
    )


def read(response: httpx.Response, *, most: int) -> bytes:
    """Return the body of a streamed answer, unpacked; raises TooLong beyond `most` bytes."""
    body = bytearray()
    for part in response.iter_bytes():
        body += part
        if len(body) > most:
            raise TooLong(f"more than {most} bytes", request=response.request)
    return bytes(body)


def _origin(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, parts.hostname, port
