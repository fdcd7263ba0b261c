"""Close the paths of staff to all but the hosts and addresses that the settings name.

Who asks from elsewhere is answered as if there were nothing. The host is what a client says, and
keeps out only those whose proxy leads no other name here; the address is the peer's, as uvicorn
sees it behind its proxies (FORWARDED_ALLOW_IPS).
"""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import Scope

from app.core.settings import get_settings

_PATHS = ("/api/v1/admin", "/docs", "/openapi.json")


def is_closed(scope: Scope) -> bool:
    """Return whether this request is for a path of staff, from where it is not open."""
    if scope["type"] != "http" or not scope["path"].startswith(_PATHS):
        return False
    staff = get_settings().staff
    return not (_is_host(scope, staff.hosts) and _is_address(scope, staff.addresses))


def _is_host(scope: Scope, hosts: str) -> bool:
    if not hosts:
        return True
    named = {host.strip().lower() for host in hosts.split(",")}
    given = next((value for name, value in scope["headers"] if name == b"host"), b"")
    host = given.decode("latin-1").lower()
    return host in named or host.rpartition(":")[0] in named


def _is_address(scope: Scope, addresses: str) -> bool:
    if not addresses:
        return True
    try:
        peer = ip_address((scope.get("client") or ("",))[0])
    except ValueError:
        return False
    if isinstance(peer, IPv6Address) and peer.ipv4_mapped is not None:
        peer = peer.ipv4_mapped
    return any(peer in network for network in _networks(addresses))


@lru_cache(maxsize=8)
def _networks(addresses: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(part.strip()) for part in addresses.split(",") if part.strip())
