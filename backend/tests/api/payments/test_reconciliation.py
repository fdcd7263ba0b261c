"""Admins compare the accounts and upload statements; other users cannot."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from app.core.clock import utc_now
from app.domain.reconciliation.comparison import day_of
from app.models.user import User
from tests.support.factories.player import PASSWORD
from tests.support.web import sign_in

HERE = "/admin/payments/reconciliation"
STATEMENT = """receipt,completed,details,status,paid_in,withdrawn,balance
UKM1AAAAAA,2026-11-21 10:00:00,Pay Bill from 254711000001 Acc. D123456789,Completed,1250.00,,1250.00
UKM1BBBBBB,2026-11-21 12:00:00,Business Payment Charge,Completed,,5.00,-5.00
UKM1CCCCCC,yesterday,Pay Bill from 254711000001 Acc. X,Completed,7.00,,1257.00
"""


@pytest.fixture
def admin(new_player: Callable[..., User], browser: httpx.Client) -> httpx.Client:
    new_player(username="referee", role="admin")
    sign_in(browser, "referee", PASSWORD)
    return browser


def test_a_comparison_is_begun_listed_and_read(admin: httpx.Client) -> None:
    today = day_of(utc_now()).isoformat()

    begun = admin.post(f"{HERE}/runs", json={"day": today})

    assert begun.status_code == 202
    run = begun.json()
    assert (run["state"], run["day"], run["mpesa_balance"]) == ("running", today, None)
    assert admin.get(f"{HERE}/runs").json()["items"] == [run]
    assert admin.get(f"{HERE}/runs/{run['id']}").json() == {"run": run, "breaks": []}
    audit = admin.get("/admin/audit").json()["items"]
    assert audit[0]["action"] == "reconciliation.start"


def test_a_day_to_come_is_refused(admin: httpx.Client) -> None:
    tomorrow = day_of(utc_now()) + timedelta(days=1)

    assert admin.post(f"{HERE}/runs", json={"day": tomorrow.isoformat()}).status_code == 422
    assert admin.get(f"{HERE}/runs/99").status_code == 404


def test_a_statement_uploaded_twice_is_kept_once(admin: httpx.Client) -> None:
    first, again = (hand_in(admin, STATEMENT.encode()).json() for _ in range(2))

    # The charge is M-Pesa's to take; the payment is nobody's yet.
    assert first == {"rows": 2, "new": 2, "posted": 1, "unreadable": 1, "days": ["2026-11-21"]}
    assert again == first | {"new": 0, "posted": 0}


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xfe\x00", b"%PDF-1.7"])
def test_an_invalid_statement_is_refused(admin: httpx.Client, content: bytes) -> None:
    answer = hand_in(admin, content)

    assert answer.status_code == 422
    assert "statement" in answer.json()["detail"]


def test_a_large_statement_is_taken_and_a_huge_one_not(admin: httpx.Client) -> None:
    row = STATEMENT.splitlines()[1]
    rows = "\n".join(row.replace("UKM1AAAAAA", f"UKM{number:07d}") for number in range(2_000))

    assert hand_in(admin, f"{STATEMENT}{rows}\n".encode()).json()["new"] == 2_002
    assert hand_in(admin, b"x" * (9 * 1024 * 1024)).status_code == 413


def test_players_see_none_of_it(new_player: Callable[..., User], browser: httpx.Client) -> None:
    new_player(username="amina")
    sign_in(browser, "amina", PASSWORD)

    assert browser.get(f"{HERE}/runs").status_code == 403
    assert hand_in(browser, STATEMENT.encode()).status_code == 403
    assert browser.post(f"{HERE}/runs", json={"day": "2026-11-21"}).status_code == 403


def hand_in(browser: httpx.Client, content: bytes) -> httpx.Response:
    return browser.post(f"{HERE}/statement", files={"file": ("statement.csv", content, "text/csv")})
