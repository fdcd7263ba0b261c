"""Turn refusals into HTTP: problem+json with a stable code (RFC 9457)."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.core.database import DATABASE_AWAY
from app.core.request_id import current_request_id
from app.domain import errors
from app.domain.problems import ProblemCode

logger = logging.getLogger(__name__)

PROBLEM_MEDIA_TYPE = "application/problem+json"

STATUS_OF_KIND: dict[type[errors.Refusal], tuple[int, str]] = {
    errors.Invalid: (422, "This cannot be right"),
    errors.NotSignedIn: (401, "Please sign in"),
    errors.NotAllowed: (403, "Not allowed"),
    errors.NotFound: (404, "Not found"),
    errors.Conflict: (409, "Not possible now"),
    errors.TooSoon: (429, "Too many requests"),
    errors.Unavailable: (503, "Not available now"),
}


def problem(status: int, title: str, code: ProblemCode, detail: str, **facts: Any) -> JSONResponse:
    """Build one problem+json answer; `facts` stand beside the standard members.

    Logs status and code, so that the request id in the answer finds a line. The detail may name
    people and is not logged.
    """
    logger.info("answered %s %s", status, code.value)
    headers = {}
    if "retry_after" in facts:
        headers["Retry-After"] = str(facts["retry_after"])
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    body = {
        "type": f"https://wagewars.example/problems/{code.value}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code.value,
        "request_id": current_request_id(),
        **facts,
    }
    return JSONResponse(
        jsonable_encoder(body),
        status_code=status,
        headers=headers,
        media_type=PROBLEM_MEDIA_TYPE,
    )


def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, errors.Refusal)
    for kind in type(error).__mro__:
        if kind in STATUS_OF_KIND:
            status, title = STATUS_OF_KIND[kind]
            answer = problem(status, title, error.code, error.sentence, **error.facts)
            if isinstance(error, errors.TooSoon) and error.quota:
                answer.headers.update(_rate_limit_headers(error))
            return answer
    raise error


def _rate_limit_headers(error: errors.TooSoon) -> dict[str, str]:
    """Return the fields of draft-ietf-httpapi-ratelimit-headers-10 for a limit that is used up."""
    requests, seconds = error.quota or (0, 0)
    return {
        "RateLimit-Policy": f'"limit";q={requests};w={seconds}',
        "RateLimit": f'"limit";r=0;t={error.facts["retry_after"]}',
    }


def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    fields = [
        {
            "field": ".".join(str(part) for part in entry["loc"][1:]) or str(entry["loc"][0]),
            "message": entry["msg"],
        }
        for entry in error.errors()
    ]
    return problem(
        422,
        "This cannot be right",
        ProblemCode.INVALID_REQUEST,
        "Please check: " + "; ".join(f"{f['field']}: {f['message']}" for f in fields[:5]),
        fields=fields,
    )


_HTTP_CODES = {
    401: ProblemCode.NOT_SIGNED_IN,
    403: ProblemCode.NOT_ALLOWED,
    404: ProblemCode.NOT_FOUND,
    405: ProblemCode.METHOD_NOT_ALLOWED,
    413: ProblemCode.BODY_TOO_LARGE,
    503: ProblemCode.SERVICE_UNAVAILABLE,
}


class BodyTooSlow(HTTPException):
    """The body of a request came too slowly; FastAPI lets this kind through while it reads one."""

    def __init__(self) -> None:
        super().__init__(408, "The request came too slowly.", {"Connection": "close"})


_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def _allowed(request: Request) -> str:
    """Return all methods of a path; Starlette names those of the first of its routes only."""
    return ", ".join(
        method
        for method in _METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    )


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    answer = from_http(error)
    if error.status_code == 405:  # must have it (RFC 9110 §15.5.6)
        answer.headers["Allow"] = _allowed(request)
    return answer


def from_http(error: HTTPException) -> JSONResponse:
    """Build the answer to a refusal by the framework, with the headers that belong to it."""
    code = _HTTP_CODES.get(error.status_code, ProblemCode.INVALID_REQUEST)
    answer = problem(error.status_code, str(error.detail), code, str(error.detail))
    answer.headers.update(error.headers or {})
    return answer


def _database_away(_: Request, error: Exception) -> JSONResponse:
    logger.error("database is not reachable: %s", type(error).__name__)
    return problem(
        503,
        "Not available now",
        ProblemCode.SERVICE_UNAVAILABLE,
        "Our database is away for a moment. Try again: nothing is done twice.",
        retry_after=2,
    )


def _crashed(_: Request, error: Exception) -> JSONResponse:
    logger.error("unhandled error", exc_info=error)
    return problem(
        500,
        "Something went wrong on our side",
        ProblemCode.INTERNAL_ERROR,
        "Something went wrong on our side. Nothing was changed.",
    )


def install(app: FastAPI) -> None:
    """Let `app` answer every refusal and every crash with problem+json."""
    app.add_exception_handler(errors.Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    for kind in DATABASE_AWAY:
        app.add_exception_handler(kind, _database_away)
    app.add_exception_handler(Exception, _crashed)
