"""The cookie of the refresh token: not readable by scripts, sent to this host only."""

from fastapi import Request, Response

from app.core.settings import get_settings


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
    """Return the refresh token of a request, or None if there is none.

    Only for routes behind `require_our_page`: the browser adds the cookie by itself.
    """
    return request.cookies.get(name())
