"""Tell our own pages from other sites' pages, by headers that no page can forge.

A browser sends `Origin` and `Sec-Fetch-Site` by itself; programs send neither. Another site's page
could otherwise sign a player in to an account of the attacker's (login CSRF), or use their cookie.
"""

from urllib.parse import urlsplit

from fastapi import Depends, Request

from app.core.settings import get_settings
from app.domain.errors import NotAllowed
from app.domain.problems import ProblemCode

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


async def require_our_page(request: Request) -> None:
    """Raise NotAllowed if another site's page asks for a change."""
    if request.method not in _SAFE_METHODS and not _is_from_our_page(request):
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "This can only be asked by our own pages.")


FromOurPage = Depends(require_our_page)


def _is_from_our_page(request: Request) -> bool:
    origin = request.headers.get("origin")
    if origin is not None and _is_named(origin):
        return True
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return is_ours(origin, host=request.headers.get("host"))


def is_ours(origin: str | None, *, host: str | None) -> bool:
    """Return whether `origin` is one of our pages, or missing as from a program.

    On a developer's machine whatever host was asked is ours; in production only what the settings
    name, since a name of the attacker's may lead to our address, too.
    """
    if origin is None or _is_named(origin):
        return True
    if get_settings().is_production:
        return False
    try:
        return urlsplit(origin).netloc == host
    except ValueError:  # such as "http://["
        return False


def _is_named(origin: str) -> bool:
    settings = get_settings()
    return origin in {settings.public_web_url.rstrip("/"), *settings.cors_origins}
