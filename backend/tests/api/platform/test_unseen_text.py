"""Text that PostgreSQL cannot keep, or that no eye can see, is refused and never a crash."""

import json
from typing import Any

import pytest

from tests.support.arena import Arena, refusal

# A lone surrogate, NUL, a control of C1, a mark that turns the direction of what follows.
UNSEEN = {"surrogate": "\ud800", "NUL": "\0", "C1": "\x9b", "right to left": "\u202e"}
# Wherever somebody writes a reason or a statement: who, method, path, the rest of the body.
WORDS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("player", "POST", "/matches/1/dispute", {"reason": "cheating", "statement": ...}),
    ("player", "POST", "/matches/1/appeal", {"reason": ...}),
    ("player", "PATCH", "/users/me", {"cod_username": ...}),
    ("player", "POST", "/matches/challenges", {"wager_amount": 100, "opponent": ...}),
    ("admin", "POST", "/admin/matches/1/decide", {"result": "player1", "reason": ...}),
    ("admin", "POST", "/admin/matches/1/confirm", {"reason": ...}),
    ("admin", "POST", "/admin/matches/1/reject", {"reason": ...}),
    ("admin", "POST", "/admin/matches/1/appeal/confirm", {"reason": ...}),
    ("admin", "POST", "/admin/matches/1/appeal/reject", {"reason": ...}),
    ("admin", "POST", "/admin/users/1/risk/clear", {"reason": ...}),
    ("admin", "POST", "/admin/alarms/1/clear", {"reason": ...}),
    ("admin", "PUT", "/admin/switches/deposits", {"is_on": True, "reason": ...}),
]


@pytest.mark.parametrize("name", UNSEEN)
def test_nobody_can_write_what_nobody_can_see(arena: Arena, name: str) -> None:
    people = {"player": arena.player(), "admin": arena.admin()}
    text = f"0123456789{UNSEEN[name]}abc"
    for who, method, path, body in WORDS:
        written = {key: text if value is ... else value for key, value in body.items()}
        answer = people[who].http.request(
            method, path, content=json.dumps(written), headers={"Content-Type": "application/json"}
        )
        assert refusal(answer) == (422, "invalid_request"), (path, answer.text)
