"""Completes FastAPI's OpenAPI document: refusals, response headers, who may call what.

Most of it is derived from the operation itself, so that a new route needs nothing: a token or
cookie means 401 and 403, parameters 422, a body 400 and 413, an id in the path 404, anything but
GET 409, and every operation of the API may answer 429, 500 and 503. What an operation refuses
besides, its route declares by `responses=refuses(NotFound)` (`contract/declare.py`).
"""

from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import models_json_schema

from app.api import refresh_cookie
from app.api.contract.declare import header
from app.api.contract.text import COOKIE, HEADERS, REFUSALS
from app.api.errors import PROBLEM_MEDIA_TYPE
from app.schemas.problem import Problem

Json = dict[str, Any]

_METHODS = ("get", "put", "post", "delete", "patch")
_REF = "#/components/schemas/{model}"


def complete(document: Json) -> Json:
    """Add to FastAPI's document what it cannot know; changes and returns it."""
    for path, method, operation in _operations(document):
        operation.setdefault("security", [])
        if path.startswith("/api/"):
            _add_refusals(operation, changes_state=method != "get")
        _add_headers(operation)
    for webhook in document.get("webhooks", {}).values():
        webhook["post"]["security"] = []  # it is a message on the socket, which nobody answers
        webhook["post"]["responses"].pop("422", None)
    components = document["components"]
    components["headers"] = {name.replace("-", ""): shape for name, shape in HEADERS.items()}
    components["responses"] = {
        name: _refusal(status, description) for status, (name, description) in REFUSALS.items()
    }
    components["securitySchemes"][COOKIE] = {
        "type": "apiKey",
        "in": "cookie",
        "name": refresh_cookie.name(),
        "description": "The refresh token, set by signing in: no script can read it, and only our"
        " own pages may send it. In production its name is `__Host-refresh`.",
    }
    _, problem = models_json_schema([(Problem, "serialization")], ref_template=_REF)
    schemas = components["schemas"] | problem["$defs"]
    for name in ("HTTPValidationError", "ValidationError"):  # FastAPI's own, which is never sent
        schemas.pop(name, None)
    components["schemas"] = dict(sorted(schemas.items()))
    return document


def _operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                yield path, method, item[method]


def _add_refusals(operation: Json, *, changes_state: bool) -> None:
    responses: Json = operation["responses"]
    statuses = _derived(operation, changes_state=changes_state)
    statuses |= {int(status) for status in responses if int(status) in REFUSALS}
    for status in statuses:
        name, _ = REFUSALS[status]
        responses[str(status)] = {"$ref": f"#/components/responses/{name}"}
    operation["responses"] = dict(sorted(responses.items()))


def _derived(operation: Json, *, changes_state: bool) -> set[int]:
    parameters = operation.get("parameters", [])
    statuses = {429, 500, 503}
    if operation["security"]:
        statuses |= {401, 403}
    if parameters:
        statuses.add(422)
    if any(parameter["in"] == "path" for parameter in parameters):
        statuses.add(404)
    if "requestBody" in operation:
        statuses |= {400, 413, 422}
    if changes_state:
        statuses.add(409)
    return statuses


def _add_headers(operation: Json) -> None:
    parameters = operation.get("parameters", [])
    has_key = any(parameter["name"] == "Idempotency-Key" for parameter in parameters)
    for status, response in operation["responses"].items():
        if "$ref" in response:
            continue
        headers = response.setdefault("headers", {})
        headers.update(header("X-Request-Id"))
        if has_key and status.startswith("2"):
            headers.update(header("Idempotent-Replayed"))


def _refusal(status: int, description: str) -> Json:
    headers = header("X-Request-Id")
    if status in {429, 503}:
        headers |= header("Retry-After")
    if status == 401:
        headers |= header("WWW-Authenticate")
    schema = {"$ref": _REF.format(model="Problem")}
    return {
        "description": description,
        "headers": headers,
        "content": {PROBLEM_MEDIA_TYPE: {"schema": schema}},
    }
