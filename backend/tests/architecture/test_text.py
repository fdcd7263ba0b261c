"""All text that comes in is of a type that refuses what no eye can see."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from app.main import create_app
from app.schemas.text import Line, Prose, Words

# Each between letters and digits: of a length that any of our types takes.
UNSEEN = {
    "NUL": "\0",
    "bell": "\a",
    "escape": "\x1b",
    "delete": "\x7f",
    "next line": "\x85",
    "end of C1": "\x9f",
    "Arabic letter mark": "\u061c",
    "right-to-left mark": "\u200f",
    "line separator": "\u2028",
    "right-to-left override": "\u202e",
    "isolate": "\u2067",
}


def inbound(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (where, schema) of each piece of text in a path, a query or a body."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            where = f"{method.upper()} {path}"
            for parameter in operation.get("parameters", ()):
                if parameter["in"] != "header":  # bytes of Latin-1, which HTTP itself has checked
                    name = f"{where} {parameter['name']}"
                    yield from strings(document, parameter["schema"], name)
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield from strings(document, content["schema"], where)


def strings(
    document: dict[str, Any], schema: dict[str, Any], where: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = document["components"]["schemas"][name]
    for key in ("anyOf", "oneOf", "allOf"):
        for option in schema.get(key, ()):
            yield from strings(document, option, where)
    for name, field in schema.get("properties", {}).items():
        yield from strings(document, field, f"{where} {name}")
    if "items" in schema:
        yield from strings(document, schema["items"], where)
    if schema.get("type") == "string":
        yield where, schema


def test_every_text_that_comes_in_refuses_what_cannot_be_seen() -> None:
    found = list(inbound(create_app().openapi()))
    assert len(found) > 40
    for where, schema in found:
        # A password is shown to nobody and stored as a hash; an amount becomes a number.
        if where.endswith(("password", "amount")):
            continue
        # A date, a moment and a file are no text.
        if schema.keys() & {"enum", "const", "contentMediaType"} or "format" in schema:
            continue
        assert "pattern" in schema, f"{where}: use a type of app/schemas/text.py"
        for name, unseen in UNSEEN.items():
            for text in (f"ab{unseen}cd", f"abcdefgh{unseen}12345678", unseen * 6):
                assert not re.search(schema["pattern"], text), f"{where} takes {name}"


def test_patterns_mean_the_same_to_us_and_to_clients() -> None:
    for where, schema in inbound(create_app().openapi()):
        # For us they take digits and letters of all scripts, in JSON Schema those of ASCII.
        found = re.search(r"\\[dwb]", schema.get("pattern", ""))
        assert found is None, f"{where}: write [0-9] or [A-Za-z0-9_]"


@pytest.mark.parametrize("unseen", UNSEEN.values(), ids=UNSEEN)
@pytest.mark.parametrize("kind", [Line, Prose, Words])
def test_the_types_do_as_their_patterns_say(kind: Any, unseen: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(f"abcdefgh{unseen}12345678")


def test_surrogates_are_no_text() -> None:
    for kind in (Line, Prose, Words):
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(json.loads('"abcdefgh\\ud80012345678"'))


def test_what_people_write_is_taken() -> None:
    TypeAdapter(Line).validate_python("Ñandú 勝 👍 O'Neil#12")
    TypeAdapter(Prose).validate_python("")
    TypeAdapter(Prose).validate_python("6:4\n\tfor me 👩‍💻")
    TypeAdapter(Words).validate_python("They left\r\nat 5:4.")


def test_blanks_at_the_ends_are_not_counted() -> None:
    for short in ("\n........", "         .", " . ", "123456789 "):
        with pytest.raises(ValidationError):
            TypeAdapter(Words).validate_python(short)
    for blank in ("", " ", "   "):
        with pytest.raises(ValidationError):
            TypeAdapter(Line).validate_python(blank)
