"""How large a body may be, and a problem+json answer in place of Starlette's plain 413."""

from starlette.types import Message, Receive, Scope, Send

from app.api.errors import problem
from app.domain.problems import ProblemCode

MAX_FORM_BYTES = 8 * 1024  # the longest name and passwords, each letter escaped


def as_problem(scope: Scope, receive: Receive, send: Send) -> Send:
    """Return a `send` that turns a plain 413 into a problem.

    A body that is no longer than a form cannot be refused for its size, and keeps its own `send`.
    """
    if scope["type"] != "http" or not _may_be_too_large(scope):
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


def _may_be_too_large(scope: Scope) -> bool:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return value.isdigit() and int(value) > MAX_FORM_BYTES
        if name == b"transfer-encoding":
            return True  # it comes in chunks, and does not say how many
    return False


def _is_problem(message: Message) -> bool:
    return (b"content-type", b"application/problem+json") in message["headers"]
