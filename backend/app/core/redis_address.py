"""Addresses of Redis, also those that name sentinels: redis+sentinel://:PW@h1:26379,h2:26379/ww.

The path is the name by which the sentinels know the primary; the password is the data nodes'. As
parameters: `db` (0) and `sentinel_password` (none).
"""

from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

SCHEME = "redis+sentinel"
_PORT = 26_379


@dataclass(frozen=True)
class SentinelAddress:
    """Whom to ask for the primary of `name`, and how to sign in there."""

    sentinels: tuple[tuple[str, int], ...]
    name: str
    username: str | None
    password: str | None
    database: int
    sentinel_password: str | None

    @property
    def broker_urls(self) -> str:
        """The sentinels as kombu wants them: one address each, with the data nodes' password."""
        login = f"{quote(self.username or '', safe='')}:{quote(self.password or '', safe='')}@"
        hosts = (f"{host}:{port}" for host, port in self.sentinels)
        return ";".join(f"sentinel://{login}{host}/{self.database}" for host in hosts)


def read_sentinel_address(url: str) -> SentinelAddress | None:
    """Return what `url` says about sentinels, None if it names a server itself.

    Raises ValueError for an address that names sentinels and makes no sense.
    """
    parts = urlsplit(url)
    if parts.scheme != SCHEME:
        return None
    login, _, hosts = parts.netloc.rpartition("@")
    username, _, password = login.partition(":")
    name = unquote(parts.path.strip("/"))
    options = {key: values[0] for key, values in parse_qs(parts.query).items()}
    if not name or "/" in name or not hosts or not set(options) <= {"db", "sentinel_password"}:
        msg = f"sentinels are named as {SCHEME}://:PASSWORD@h1:26379,h2:26379/NAME-OF-THE-PRIMARY"
        raise ValueError(msg)
    return SentinelAddress(
        sentinels=tuple(_host(host) for host in hosts.split(",")),
        name=name,
        username=unquote(username) or None,
        password=unquote(password) or None,
        database=int(options.get("db", "0")),
        sentinel_password=options.get("sentinel_password"),
    )


def redis_address(url: str) -> str:
    """Return `url`; raises ValueError if it names sentinels and makes no sense."""
    read_sentinel_address(url)
    return url


def _host(text: str) -> tuple[str, int]:
    host, _, port = text.partition(":")
    if not host or not (port or "1").isdecimal():
        msg = f"{text!r} is no sentinel: write host:{_PORT}"
        raise ValueError(msg)
    return host, int(port or _PORT)
