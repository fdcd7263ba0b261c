"""Every admin route, found by enumeration: closed to players and without sign-in, and explained.

Rows of docs/security.md: S24, S33.
"""

import re
from typing import Any

import pytest

from tests.support.arena import Arena, refusal

_VALUES = {"kind": "deposit", "name": "deposits"}


def _operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Return method, path and description of every route for admins."""
    from app.main import create_app  # it reads the settings

    paths: dict[str, Any] = create_app().openapi()["paths"]
    return [
        (method, path, operation)
        for path, methods in paths.items()
        if path.startswith("/api/v1/admin")
        for method, operation in methods.items()
    ]


def _filled(path: str) -> str:
    path = re.sub(r"\{(\w+)\}", lambda found: _VALUES.get(found[1], "1"), path)
    return path.removeprefix("/api/v1")


@pytest.fixture(scope="module")
def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """All of them."""
    found = _operations()
    assert len(found) >= 9
    return found


def test_no_player_gets_in(arena: Arena, operations: list[Any]) -> None:
    player = arena.player()
    for method, path, _ in operations:
        answer = player.http.request(method, _filled(path), json={})
        assert refusal(answer) == (403, "not_allowed"), f"{method} {path}"


def test_admin_routes_need_a_sign_in(arena: Arena, operations: list[Any]) -> None:
    anonymous = arena.player()
    del anonymous.http.headers["Authorization"]
    for method, path, _ in operations:
        answer = anonymous.http.request(method, _filled(path), json={})
        assert refusal(answer) == (401, "not_signed_in"), f"{method} {path}"


def test_a_demoted_admin_loses_access_at_once(arena: Arena, operations: list[Any]) -> None:
    admin = arena.admin()
    assert admin.http.get("/admin/alarms").status_code == 200
    arena.sql(f"UPDATE users SET role = 'player' WHERE id = {admin.id}")
    for method, path, _ in operations:
        answer = admin.http.request(method, _filled(path), json={})
        assert refusal(answer) == (403, "not_allowed"), f"{method} {path}"


def test_the_console_explains_every_route(operations: list[Any]) -> None:
    for method, path, operation in operations:
        assert len(operation["description"]) > 30, f"{method} {path}"
        assert operation["summary"], f"{method} {path}"
