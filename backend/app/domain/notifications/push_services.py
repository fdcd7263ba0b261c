"""Which addresses a browser's subscription may have: those of the push services that we know.

An endpoint is an address that a stranger makes us call. So it must match one pattern as a whole,
in which no two readers of addresses can find different hosts: no user, no port but 443, no letter
that some reader takes for another.
"""

import re

_HOSTS = (
    r"fcm\.googleapis\.com",  # Chrome and all that are built on it, but Edge on Windows
    r"updates\.push\.services\.mozilla\.com",
    r"(?:[a-z0-9-]+\.)?push\.apple\.com",
    r"(?:[a-z0-9-]+\.)+notify\.windows\.com",
)
_PATH = r"/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]+"
_ENDPOINT = re.compile(rf"https://({'|'.join(_HOSTS)})(?::443)?{_PATH}")
_LONGEST = 800


def origin_of(endpoint: str, *, local: str = "") -> str | None:
    """Return the origin of an endpoint of a push service that we know, else None.

    `local` is the origin of a simulated one.
    """
    if len(endpoint) > _LONGEST:
        return None
    if local and re.fullmatch(re.escape(local) + _PATH, endpoint):
        return local
    found = _ENDPOINT.fullmatch(endpoint)
    return f"https://{found[1]}" if found else None
