"""After a breach: a list of those whom it has reached.

Rows of docs/security.md: S66.
"""

import json
from datetime import timedelta

import pytest

from app.cli import affected_people
from app.core.clock import utc_now
from tests.support.arena import Arena
from tests.support.payments import make_paybill


def _listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, dict[str, object]]:
    capsys.readouterr()
    assert affected_people.main([*arguments]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return {row["username"]: row for row in rows}


def test_of_an_account_of_staff_those_are_listed_whom_it_has_read(
    arena: Arena, capsys: pytest.CaptureFixture[str]
) -> None:
    misused, other = arena.admin(), arena.admin(username="wambui")
    read, paid, unseen = (arena.player(username=name) for name in ("amina", "brian", "zawadi"))
    began = utc_now()
    misused.get(f"/admin/users/{read.id}")
    misused.get(f"/admin/users/{read.id}")
    deposit_id = paid.get("/payments/deposits")["items"][0]["id"]
    misused.get(f"/admin/payments/deposit/{deposit_id}")
    other.get(f"/admin/users/{unseen.id}")
    span = ("--since", began.isoformat(), "--until", utc_now().isoformat())
    listed = _listed(capsys, "--staff", misused.username, *span)
    assert set(listed) == {"amina", "brian"}
    assert (listed["amina"]["times"], listed["brian"]["times"]) == (2, 1)
    assert listed["amina"]["phone"] == read.get("/users/me")["phone"]
    before = (began - timedelta(hours=2), began - timedelta(hours=1))
    span = ("--since", before[0].isoformat(), "--until", before[1].isoformat())
    assert _listed(capsys, "--staff", misused.username, *span) == {}


def test_what_nobody_owns_leads_to_nobody(arena: Arena, capsys: pytest.CaptureFixture[str]) -> None:
    misused = arena.admin()
    began = utc_now()
    misused.get(f"/admin/payments/paybill/{make_paybill().id}")
    span = ("--since", began.isoformat(), "--until", utc_now().isoformat())
    assert _listed(capsys, "--staff", misused.username, *span) == {}


def test_of_a_copy_of_the_database_everybody_is_listed_who_was_there(
    arena: Arena, capsys: pytest.CaptureFixture[str]
) -> None:
    arena.player(username="amina")
    copied = utc_now()
    arena.player(username="zawadi")
    listed = _listed(capsys, "--until", copied.isoformat())
    assert "amina" in listed
    assert "zawadi" not in listed
