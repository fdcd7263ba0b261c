"""Turn Starlette's plain 413 for bodies that are too large into a problem+json answer."""

from starlette.types import Message, Receive, Scope, Send

from app.api.errors import problem
from app.domain.problems import ProblemCode


def as_problem(scope: Scope, receive: Receive, send: Send, *, above: int) -> Send:
    """Return a `send` that turns a plain 413 into a problem, if the declared body is `above` bytes.

    A shorter body cannot be refused for its size, and keeps its own `send`.
    """
    if scope["type"] != "http" or _content_length(scope) <= above:
        return send
    is_refused = False

    async def send_problem(message: Message) -> None:
        nonlocal is_refused
        if message["type"] == "http.response.start":
            is_refused = message["status"] == 413 and not _is_problem(message)
            if is_refused:
                await problem(
                    413,
                    "Too large",
                    ProblemCode.BODY_TOO_LARGE,
                    "That is too much at once. Send less.",
                )(scope, receive, send)
        if not is_refused:
            await send(message)

    return send_problem


def _content_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


def _is_problem(message: Message) -> bool:
    return (b"content-type", b"application/problem+json") in message["headers"]
