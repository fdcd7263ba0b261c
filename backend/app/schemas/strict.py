"""Strict types for what comes in: pydantic would take 0 for false, "5" for 5 and 0 for 1970-01-01.

Pydantic's own strict mode cannot be used: FastAPI hands it parsed JSON, in which days, moments and
enumerations are text, and strict mode takes none of them from text.

Pydantic also cuts blanks off before it looks at length and pattern, so that it takes text which the
contract refuses, such as a line that ends in U+2028. Here text is looked at as it came as well.
"""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BeforeValidator
from pydantic_core import CoreSchema, core_schema

_CHILDREN = (
    *("schema", "fields", "items_schema", "keys_schema", "values_schema", "choices"),
    *("definitions", "steps", "json_schema", "python_schema", "lax_schema", "strict_schema"),
)


class Spelling:
    """Values of one kind as text: how they are spelt, and what a refusal says."""

    def __init__(self, pattern: str, what: str, *, native: type | None = None) -> None:
        self._pattern = re.compile(pattern, re.ASCII)
        self._what = what
        self._native = native

    def check(self, value: Any) -> Any:
        """Return `value` if it is spelt so, or is native already (a path's `{id:int}`)."""
        if self._native is not None and type(value) is self._native:
            return value
        if not isinstance(value, str) or not self._pattern.fullmatch(value):
            raise ValueError(f"write {self._what}")
        return value

    def validator(self) -> BeforeValidator:
        """Return the check for an annotation of a single parameter."""
        return BeforeValidator(self.check)


DAY = Spelling(r"\d{4}-\d\d-\d\d", "a day as 2026-11-30")
MOMENT = Spelling(  # RFC 3339
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)",
    "a moment as 2026-11-30T12:00:00Z",
)
DIGITS = Spelling(r"-?\d{1,20}", "a whole number in digits", native=int)
FLAG = Spelling(r"true|false", "true or false")

_TIMES = {"date": DAY, "datetime": MOMENT}
_AS_TEXT = {"bool": FLAG, "int": DIGITS, **_TIMES}


def strict_json(schema: CoreSchema) -> CoreSchema:
    """Return a model's schema in which flags and numbers are what they are in JSON."""
    result: CoreSchema = _walk(schema, spellings=_TIMES, strict=("bool", "int", "float"))
    return result


def strict_text(schema: CoreSchema) -> CoreSchema:
    """Return a model's schema whose values all come as text, each in one spelling."""
    result: CoreSchema = _walk(schema, spellings=_AS_TEXT, strict=())
    return result


def _walk(node: Any, *, spellings: Mapping[str, Spelling], strict: tuple[str, ...]) -> Any:
    if isinstance(node, list | tuple):
        return type(node)(_walk(one, spellings=spellings, strict=strict) for one in node)
    if not isinstance(node, dict):
        return node
    # The fields of a model, by name; one of them may itself be called `type`.
    if not isinstance(node.get("type"), str):
        return {name: _walk(one, spellings=spellings, strict=strict) for name, one in node.items()}
    children = {
        name: _walk(node[name], spellings=spellings, strict=strict)
        for name in _CHILDREN
        if name in node
    }
    return _one_spelling(node | children, spellings=spellings, strict=strict)


def _one_spelling(node: Any, *, spellings: Mapping[str, Spelling], strict: tuple[str, ...]) -> Any:
    if node["type"] in strict:
        return node | {"strict": True}
    if node["type"] == "str" and node.get("strip_whitespace") is not False:
        as_it_came = node | {"strip_whitespace": False}
        return core_schema.chain_schema([as_it_came, node])
    if node["type"] in spellings:
        check = spellings[node["type"]].check
        return core_schema.no_info_before_validator_function(check, node)
    return node
