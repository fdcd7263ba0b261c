"""A field that a body does not have changes nothing, whoever sends it: it is refused by its name.

Rows of docs/security.md: S32.
"""

from pathlib import Path
from typing import Any

from tests.api.contract.operations import Operation, operations
from tests.api.contract.world import build
from tests.support.arena import Arena

# What a cheat would like to be believed.
EXTRA: dict[str, Any] = {
    "role": "admin",
    "is_admin": True,
    "is_active": True,
    "is_verified": True,
    "balance": "1000000",
    "user_id": 1,
    "winner_id": 1,
    "state": "paid",
    "payouts_after": None,
    "fee": "0",
    "tax": "0",
}
_WITH_BODY = [operation for operation in operations() if operation.body and not operation.is_form]


def _caller(operation: Operation) -> str:
    if operation.is_public:
        return "stranger"
    return "admin" if operation.path.startswith("/admin") else "owner"


def test_every_body_refuses_every_field_that_is_not_its_own(
    arena: Arena, evidence_folder: Path
) -> None:
    world = build(arena)
    assert len(_WITH_BODY) > 60
    taken = []
    for operation in _WITH_BODY:
        name = _caller(operation)
        path = world.path(operation, name)
        caller = world.callers[name]
        for field, value in EXTRA.items():
            if field in operation.body_schema.get("properties", {}):
                continue
            body = {**(operation.body or {}), field: value}
            answer = caller.request(operation.method, path, json=body)
            said = (
                [one["field"] for one in answer.json().get("fields", [])] if answer.content else []
            )
            if answer.status_code != 422 or field not in said:
                taken.append((operation.name, field, answer.status_code))
                break
    assert taken == []
