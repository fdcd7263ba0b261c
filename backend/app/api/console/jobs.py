"""Which operations belong to which job of staff, so that nobody reads past what is not theirs."""

from typing import Any

Json = dict[str, Any]

JOBS: dict[str, tuple[str, ...]] = {
    "disputes": ("admin: disputes", "admin: messages", "admin: names"),
    "payments": (
        *("admin: payments", "admin: rulings", "admin: two people"),
        *("admin: reconciliation", "admin: tax"),
    ),
    "tournaments": ("admin: tournaments",),
    "people": ("admin: users", "admin: staff"),
    "watch": ("admin: watch",),
    "players": (),  # all others: the API as players' apps use it
}
"""The tags of each job."""


def contract_of(contract: Json, job: str) -> Json:
    """Return the contract with the operations of a job only; all of it for no or no known job."""
    if job not in JOBS:
        return contract
    paths = {
        path: kept
        for path, operations in contract["paths"].items()
        if (kept := {name: one for name, one in operations.items() if _belongs(one, job)})
    }
    tags = [tag for tag in contract["tags"] if _is_of(tag["name"], job)]
    return contract | {"paths": paths, "tags": tags, "webhooks": {}}


def _belongs(operation: Any, job: str) -> bool:
    return isinstance(operation, dict) and any(_is_of(tag, job) for tag in operation["tags"])


def _is_of(tag: str, job: str) -> bool:
    return tag in JOBS[job] if JOBS[job] else not tag.startswith("admin")
