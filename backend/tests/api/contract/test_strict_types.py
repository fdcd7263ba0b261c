"""No value of one type is taken for another: each operation, each flag, number, day and moment."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.contract.operations import Json, Operation, operations, types_of
from tests.support.arena import Arena, Player, refusal

# Of each type, what pydantic would take for it.
IN_JSON: dict[str, tuple[Any, ...]] = {
    "boolean": (0, 1, "no", "true"),
    "integer": ("5", True, 5.5),
    "date": (0, 86_400, "0"),
    "date-time": (0, 0.5, "0.5", "2026-11-30"),
}
AS_TEXT: dict[str, tuple[str, ...]] = {
    "boolean": ("yes", "1", "TRUE"),
    "integer": ("1.0", "1_0", "+1", " 1"),
    "date": ("0", "0.5"),
    "date-time": ("0", "0.5", "2026-11-30"),
}


@pytest.fixture
def admin(arena: Arena) -> Player:
    """An admin with a verified phone, who may call everything."""
    return arena.admin(username="nosy_admin")


def _send(caller: Player, operation: Operation, **options: Any) -> tuple[int, str]:
    return refusal(caller.http.request(operation.method, operation.filled(), **options))


def test_bodies_take_no_type_for_another(admin: Player) -> None:
    tried = 0
    for operation in operations():
        if operation.body is None or operation.is_form:
            continue
        for name, schema in operation.body_schema["properties"].items():
            for kind in types_of(schema) & IN_JSON.keys():
                for wrong in IN_JSON[kind]:
                    body = operation.body | {name: wrong}
                    answer = _send(admin, operation, json=body)
                    assert answer == (422, "invalid_request"), f"{operation} {name}={wrong!r}"
                    tried += 1
    assert tried > 20


def test_queries_and_paths_take_no_type_for_another(admin: Player) -> None:
    tried = 0
    for operation in operations():
        for parameter in operation.parameters:
            for kind in types_of(parameter["schema"]) & AS_TEXT.keys():
                for wrong in AS_TEXT[kind]:
                    name = parameter["name"]
                    what = f"{operation} {name}={wrong!r}"
                    if parameter["in"] == "query":
                        answer = admin.http.request(
                            operation.method, operation.filled(), params={name: wrong}
                        )
                    else:
                        path = operation.filled(**{name: wrong})
                        answer = admin.http.request(operation.method, path, json=operation.body)
                    assert answer.status_code in {404, 422}, what
                    tried += 1
    assert tried > 100


def test_text_that_the_contract_refuses_is_not_trimmed_into_shape(admin: Player) -> None:
    tried = 0
    for operation in operations():
        fields: dict[str, Any] = operation.body_schema.get("properties", {})
        for name, schema in fields.items() if not operation.is_form else ():
            for text in _mistaken(schema, (operation.body or {}).get(name)):
                body = (operation.body or {}) | {name: text}
                answer = _send(admin, operation, json=body)
                assert answer == (422, "invalid_request"), f"{operation} {name}={text!r}"
                tried += 1
        for parameter in operation.parameters:
            if parameter["in"] != "query":
                continue
            for text in _mistaken(parameter["schema"], None):
                answer = _send(admin, operation, params={parameter["name"]: text})
                assert answer == (422, "invalid_request"), f"{operation} {parameter}={text!r}"
                tried += 1
    assert tried > 100


def _mistaken(schema: Json, example: Any) -> Iterator[str]:
    """Yield the example, or another text, with blanks that the field's pattern refuses."""
    patterns = [one["pattern"] for one in schema.get("anyOf", [schema]) if "pattern" in one]
    for text in (f"{example or 5}{blank}" for blank in ("\u2028", "\u00a0", "\x0b", "\t")):
        if patterns and not any(re.search(pattern, text) for pattern in patterns):
            yield text


def test_what_a_paste_leaves_around_a_code_is_cut_off(admin: Player) -> None:
    answer = admin.post("/users/me/phone/confirm", {"code": " 936 023 "})
    assert refusal(answer)[1] != "invalid_request"


@pytest.mark.parametrize("amount", ["", "0", "0.00", "1e3", " 5", "5.001", "-5", True, "١٢"])
def test_an_amount_is_a_number_or_plain_digits(admin: Player, amount: Any) -> None:
    for path in ("/payments/quote", "/payments/deposits", "/payments/withdrawals"):
        body = {"amount": amount} | ({"kind": "deposit"} if path.endswith("quote") else {})
        assert refusal(admin.post(path, body)) == (422, "invalid_request"), path
    assert refusal(admin.join(amount)) == (422, "invalid_request")


def test_a_switch_stands_as_it_was_told_and_not_as_python_reads_it(admin: Player) -> None:
    for wrong in (0, "no", "off", None):
        body = {"is_on": wrong, "reason": "M-Pesa announced an outage."}
        answer = admin.request("PUT", "/admin/switches/deposits", json=body)
        assert refusal(answer) == (422, "invalid_request")
    switches = {one["name"]: one["is_on"] for one in admin.get("/admin/switches")["items"]}
    assert switches["deposits"] is True


def test_examples_of_bodies_are_taken(admin: Player) -> None:
    for operation in operations():
        if operation.body is None or operation.name in {"hand_in_statement", "show_evidence"}:
            continue
        sent: dict[str, Any] = (
            {"data": operation.body} if operation.is_form else {"json": operation.body}
        )
        answer = admin.http.request(operation.method, operation.filled(), **sent)
        if not answer.is_success:
            assert answer.json()["code"] != "invalid_request", f"{operation} {answer.text}"
