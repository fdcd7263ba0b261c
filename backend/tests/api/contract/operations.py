"""The operations of the contract, ready to be called: paths, bodies and wrong values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

Json = dict[str, Any]

_METHODS = ("get", "put", "post", "delete", "patch")
_WORDS = {
    "kind": "deposit",
    "name": "deposits",
    "platform": "acti",
    "username": "nobody-here",
    "code": "ABCD",
    "key": "W1.1",
}
"""Of each parameter of a path that is no number, a value of its form."""


@dataclass(frozen=True)
class Operation:
    """One operation: `path` is below /api/v1, `body` its example, None where it has none."""

    name: str
    method: str
    path: str
    parameters: list[Json] = field(repr=False)
    body: Json | None = field(repr=False)
    body_schema: Json = field(repr=False)
    is_form: bool
    security: list[Json] = field(repr=False)
    responses: Json = field(repr=False)

    @property
    def is_public(self) -> bool:
        """Whether it asks nobody who they are."""
        return not self.security

    def filled(self, **values: Any) -> str:
        """Return the path with `values`, and with any value of the right form for the others."""
        known = _WORDS | {name: str(value) for name, value in values.items()}
        return re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], "1"), self.path)


@cache
def contract() -> Json:
    """Return the contract as it is served."""
    from app.main import create_app  # it reads the settings

    return create_app().openapi()


@cache
def operations() -> tuple[Operation, ...]:
    """Return every operation below /api/v1."""
    return tuple(_read())


def _read() -> Iterator[Operation]:
    schemas = contract()["components"]["schemas"]
    for path, item in contract()["paths"].items():
        if not path.startswith("/api/v1"):
            continue
        for method in _METHODS:
            if method not in item:
                continue
            operation = item[method]
            no_body: tuple[str, Json] = ("", {})
            contents: Json = operation.get("requestBody", {}).get("content", {})
            media_type, content = next(iter(contents.items()), no_body)
            reference = content.get("schema", {}).get("$ref", "")
            schema = schemas.get(reference.rpartition("/")[2], {})
            examples = schema.get("examples", [None])
            yield Operation(
                name=operation["operationId"],
                method=method.upper(),
                path=path.removeprefix("/api/v1"),
                parameters=operation.get("parameters", []),
                body=examples[0],
                body_schema=schema,
                is_form=media_type != "application/json" and bool(media_type),
                security=operation["security"],
                responses=operation["responses"],
            )


def types_of(schema: Json) -> set[str]:
    """Return the types that a field may have, `date` and `date-time` among them."""
    branches = schema.get("anyOf", [schema])
    return {str(one.get("format", one.get("type"))) for one in branches} - {"None", "null"}
