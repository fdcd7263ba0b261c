"""Daraja's error responses to requests that took no effect."""

from fastapi import Request
from fastapi.responses import JSONResponse

from simulators.daraja import identifiers


class Refusal(Exception):
    """A synchronous refusal with its HTTP status, error code and message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.status = status
        self.code = code
        self.message = message


def bad_request(field: str) -> Refusal:
    """Return the refusal of a field that is missing or wrong."""
    return Refusal(400, "400.002.02", f"Bad Request - Invalid {field}")


def server_error(message: str) -> Refusal:
    """Return 500.001.1001, the code that means nothing without its message."""
    return Refusal(500, "500.001.1001", message)


def error_body(code: str, message: str) -> dict[str, str]:
    """Return the body shared by all products."""
    return {"requestId": identifiers.request_id(), "errorCode": code, "errorMessage": message}


async def answer_refusal(_request: Request, refusal: Exception) -> JSONResponse:
    """Put a refusal on the wire."""
    if not isinstance(refusal, Refusal):
        raise refusal
    return JSONResponse(error_body(refusal.code, refusal.message), refusal.status)
