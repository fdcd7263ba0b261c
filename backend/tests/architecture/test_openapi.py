"""What the OpenAPI document promises: refusals, names, types, examples and words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.schemas.ledger import LEDGER_TYPES
from tests.architecture.sources import ROOT

Json = dict[str, Any]

METHODS = ("get", "put", "post", "delete", "patch")
PUBLIC = {
    "register",
    "login",
    "begin_passkey_sign_in",
    "sign_in_by_passkey",
    "forgot_password",
    "reset_password",
    "show_dispute_figures",
    "list_receipt_keys",
    "list_reserves",
    "get_reserves",
    "list_tournaments",
    "get_tournament",
    "list_participants",
    "get_tournament_card",
    "list_series",
    "get_series_standings",
    "get_tournament_bracket",
    "get_tournament_rounds",
    "get_tournament_standings",
    "get_tournament_stats",
    "receive_push",  # it shows a secret of the push
    "livez",
    "readyz",
}
"""Operations that ask nobody who they are."""

# A field of this name is one of a few words, which the contract lists.
VOCABULARY = re.compile(r"(^|_)(state|status|kind|role|type|signal|grade|origin|visibility)$")
FREE_WORDS = {
    ("EvidencePicture", "content_type"): "a media type",
    ("Problem", "status"): "a number",
    ("Problem", "type"): "an address",
}
# Words of the source, which a reader of the API has no use for.
OF_THE_SOURCE = re.compile(
    r"`async`|\bthreads?\b|password_pool|\bORM\b|\bpydantic\b|`\w+/\w+\.py`|\(performance\.md"
)
JSON_SCHEMA = {
    *("$ref", "type", "title", "description", "examples", "default", "enum", "const", "format"),
    *("properties", "required", "additionalProperties", "anyOf", "oneOf", "items", "pattern"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength"),
    *("minItems", "maxItems", "contentMediaType", "writeOnly", "propertyNames"),
}


@pytest.fixture(scope="module")
def document() -> Json:
    """The contract of the API as it is served."""
    from app.main import create_app  # it reads the settings

    return create_app().openapi()


def operations(document: Json) -> Iterator[tuple[str, Json]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield f"{method.upper()} {path}", item[method]


def schemas(node: Any) -> Iterator[Json]:
    """Yield every schema below `node`, itself included."""
    if isinstance(node, list):
        for one in node:
            yield from schemas(one)
    elif isinstance(node, dict):
        yield node
        for name, child in node.items():
            if name == "properties":
                for one in child.values():
                    yield from schemas(one)
            elif name in {"anyOf", "oneOf", "items", "additionalProperties"}:
                yield from schemas(child)


def resolved(document: Json, node: Json) -> Json:
    """Return what a reference names, or the node itself."""
    if "$ref" not in node:
        return node
    found: Json = document
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


def test_every_refusal_is_a_problem_with_its_schema(document: Json) -> None:
    for name, operation in operations(document):
        for status, response in operation["responses"].items():
            if status[0] in "45" and name != "GET /readyz":
                content = resolved(document, response)["content"]
                assert content == {
                    "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                }, f"{name} {status}"
            else:
                assert "X-Request-Id" in response["headers"], f"{name} {status}"


def test_every_operation_names_the_refusals_that_its_shape_implies(document: Json) -> None:
    for name, operation in operations(document):
        if name.endswith("z"):
            continue
        statuses = set(operation["responses"])
        assert {"429", "503"} <= statuses, name
        assert not operation["security"] or {"401", "403"} <= statuses, name
        assert "{" not in name or {"404", "422"} <= statuses, name
        assert "requestBody" not in operation or {"400", "413", "422"} <= statuses, name
        assert name.startswith("GET") or "409" in statuses, name


def test_who_may_call_is_said_of_every_operation(document: Json) -> None:
    known = document["components"]["securitySchemes"]
    public = set()
    for name, operation in operations(document):
        for choice in operation["security"]:
            assert set(choice) <= set(known), name
        if not operation["security"]:
            public.add(operation["operationId"])
    assert public == PUBLIC
    assert known["RefreshCookie"]["in"] == "cookie"


def test_a_retry_after_an_answer_that_was_lost_is_described(document: Json) -> None:
    for name, operation in operations(document):
        keys = [one for one in operation.get("parameters", []) if one["name"] == "Idempotency-Key"]
        for status, response in operation["responses"].items():
            if keys and status.startswith("2"):
                assert "Idempotent-Replayed" in response["headers"], name
    for name in ("TooSoon", "Unavailable"):
        assert "Retry-After" in document["components"]["responses"][name]["headers"]


def test_files_are_declared_beside_json(document: Json) -> None:
    def media_types(path: str) -> set[str]:
        return set(document["paths"][path]["get"]["responses"]["200"]["content"])

    statement = media_types("/api/v1/payments/transactions")
    assert statement == {"application/json", "text/csv", "application/pdf"}
    assert media_types("/api/v1/admin/tax/report") == {"application/json", "text/csv"}


def test_names_are_unique_and_plain(document: Json) -> None:
    for name in document["components"]["schemas"]:
        assert re.fullmatch(r"[A-Z][A-Za-z0-9]*|Body_[a-z_]+", name), f"two are called {name}"
    names = [operation["operationId"] for _, operation in operations(document)]
    assert sorted(names) == sorted(set(names))


def test_tags_servers_and_licence_are_described(document: Json) -> None:
    described = {tag["name"] for tag in document["tags"]}
    used = {tag for _, operation in operations(document) for tag in operation["tags"]}
    assert used <= described
    assert all(tag["description"] for tag in document["tags"])
    assert document["servers"]
    assert document["info"]["license"]


def test_states_kinds_and_roles_list_their_words(document: Json) -> None:
    for model, schema in document["components"]["schemas"].items():
        for name, field in schema.get("properties", {}).items():
            if not VOCABULARY.search(name) or (model, name) in FREE_WORDS:
                continue
            for one in schemas(field):
                of = resolved(document, one)
                assert of.get("type") != "string" or {"enum", "const"} & set(of), f"{model}.{name}"


def test_the_ledger_and_the_contract_know_the_same_types() -> None:
    rules = (ROOT / "alembic/sql/functions/ledger/entry_fault.sql").read_text()
    known = {
        name
        for names in re.findall(r"^ +WHEN (.+?) THEN$", rules, re.MULTILINE)
        for name in re.findall(r"'(\w+)'", names)
    }
    assert known == set(LEDGER_TYPES), "say them in app/schemas/ledger.py"


def test_no_object_is_free_of_form(document: Json) -> None:
    # Some codes have fields of their own (RFC 9457 §3.2); exported rows have their table's columns.
    open_ones = {"Problem", "PersonalRows"}
    for name, schema in document["components"]["schemas"].items():
        for one in schemas(schema):
            assert one, f"{name} has a value of any kind"
            is_object = one.get("type") == "object"
            is_open = one.get("additionalProperties") is True or (
                is_object and not {"properties", "additionalProperties"} & set(one)
            )
            assert not is_open or name in open_ones, f"{name} has an object without a form"
            assert one.keys() - {"title", "description", "examples", "default"}, f"{name}: {one}"


def test_only_words_of_json_schema_are_used(document: Json) -> None:
    found = dict(document["components"]["schemas"])
    for name, operation in operations(document):
        for parameter in operation.get("parameters", []):
            found[f"{name} {parameter['name']}"] = parameter["schema"]
    for name, schema in found.items():
        for one in schemas(schema):
            assert set(one) <= JSON_SCHEMA, f"{name}: {set(one) - JSON_SCHEMA}"


def test_every_body_has_an_example(document: Json) -> None:
    for name, operation in operations(document):
        for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
            schema = resolved(document, content["schema"])
            has_file = media_type == "multipart/form-data"
            assert has_file or schema.get("examples"), f"{name} has no example"


def test_descriptions_are_for_readers_of_the_api(document: Json) -> None:
    for name, operation in operations(document):
        assert len(operation["description"]) > 20, name
        assert not OF_THE_SOURCE.search(operation["description"]), name
    for name, schema in document["components"]["schemas"].items():
        assert not OF_THE_SOURCE.search(schema.get("description", "")), name
