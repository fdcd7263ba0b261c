"""The cookie that binds the code of a password reset to the browser that asked for it.

Without it the digits are worth nothing, so a stranger can neither try them nor use the tries up. It
says nothing about whether there is such an account: everybody gets one.
"""

import re

from fastapi import Request, Response

from app.core.security import new_token
from app.core.settings import get_settings

_TICKET = re.compile(r"[\w-]{43}")


def _name() -> str:
    return "__Host-reset" if get_settings().is_production else "reset"


def read(request: Request) -> str | None:
    """Return the browser's ticket, or None if it never asked for a code."""
    ticket = request.cookies.get(_name(), "")
    return ticket if _TICKET.fullmatch(ticket) else None


def write(request: Request, response: Response) -> str:
    """Return the browser's ticket and keep it there for as long as a code lives, and a bit."""
    ticket = read(request) or new_token()
    response.set_cookie(
        _name(),
        ticket,
        max_age=2 * get_settings().login.code_seconds,
        path="/",
        secure=get_settings().is_production,
        httponly=True,
        samesite="strict",
    )
    return ticket


def remove(response: Response) -> None:
    """Delete the cookie."""
    response.delete_cookie(
        _name(), path="/", secure=get_settings().is_production, httponly=True, samesite="strict"
    )
