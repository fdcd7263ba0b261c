"""The cookie of the refresh token: not readable by scripts, accepted from our own pages only."""

from urllib.parse import urlsplit

from fastapi import Request, Response

from app.core.settings import get_settings
from app.domain.errors import NotAllowed
from app.domain.problems import ProblemCode


def name() -> str:
    # Browsers accept __Host- only from this host, over https and for the path /.
    return "__Host-refresh" if get_settings().is_production else "refresh"


def write(response: Response, token: str) -> None:
    """Set the cookie with a refresh token."""
    response.set_cookie(
        name(),
        token,
        max_age=get_settings().login.refresh_seconds,
        path="/",
        secure=get_settings().is_production,
        httponly=True,
        samesite="strict",
    )
    response.headers["Cache-Control"] = "no-store"


def remove(response: Response) -> None:
    """Delete the cookie."""
    response.delete_cookie(
        name(), path="/", secure=get_settings().is_production, httponly=True, samesite="strict"
    )


def read(request: Request) -> str | None:
    """Return the refresh token of a request of our own pages, or None if there is none.

    Raises NotAllowed when another site's page sent the request: the browser adds the cookie by
    itself, so the cookie alone does not show that the player wants this.
    """
    token = request.cookies.get(name())
    if token is not None and not _is_from_our_page(request):
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "This can only be asked by our own pages.")
    return token


def _is_from_our_page(request: Request) -> bool:
    """Decide by headers that no page can forge; programs send neither of them."""
    settings = get_settings()
    origin = request.headers.get("origin")
    if origin in {settings.public_web_url.rstrip("/"), *settings.cors_origins}:
        return True
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
