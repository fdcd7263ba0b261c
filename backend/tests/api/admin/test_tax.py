"""Taxes: decided for the future, kept with each payment, reported to the cent."""

import csv
import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.clock import NAIROBI, utc_now
from app.core.database import transaction
from app.models.user import User
from app.services.payments import tax_reports
from tests.support.arena import Arena, Player, refusal
from tests.support.databases import Database
from tests.support.house import approve
from tests.support.payments import make_deposit, make_paybill, make_refund, make_withdrawal
from tests.support.players import make_player

WHY = "The Finance Act says so, as counsel confirmed."


def _begin(admin: Player, profile: str, start: datetime | None = None) -> Any:
    body = {"profile": profile, "reason": WHY}
    return admin.post(
        "/admin/tax/periods", body | ({"effective_from": start.isoformat()} if start else {})
    )


def test_a_profile_begins_now_and_holds_for_the_next_payment(arena: Arena) -> None:
    admin = arena.admin(username="wambui")
    (first,) = admin.get("/admin/tax/periods")["items"]
    assert (first["profile"], first["in_force"], first["decided_by"]) == ("none", True, None)
    kamau = arena.admin(username="kamau")
    proposed = _begin(admin, "gambling")
    assert proposed.status_code == 201
    assert len(admin.get("/admin/tax/periods")["items"]) == 1, "nothing holds before it is approved"
    approve(kamau, proposed.json())
    now, before = admin.get("/admin/tax/periods")["items"]
    assert (now["profile"], now["in_force"], now["decided_by"]) == ("gambling", True, "kamau")
    assert now["excise_on_deposit"] == "0.05"
    assert before["in_force"] is False
    done, asked = admin.get("/admin/audit", action="tax_period")["items"]
    assert (done["action"], done["admin"], done["approver_id"]) == (
        "tax_period.approve",
        "wambui",
        kamau.id,
    )
    assert (asked["detail"]["profile"], asked["detail"]["reason"]) == ("gambling", WHY)


def test_a_profile_can_be_decided_ahead_and_taken_back(arena: Arena) -> None:
    admin = arena.admin()
    midnight = datetime(2199, 1, 1, tzinfo=NAIROBI)
    for profile, start in (("gambling", midnight), ("none", midnight + timedelta(seconds=1))):
        approve(arena.admin(), _begin(admin, profile, start).json())
    assert [one["in_force"] for one in admin.get("/admin/tax/periods")["items"]] == [
        False,
        False,
        True,
    ]
    assert refusal(_begin(admin, "gambling", midnight)) == (422, "invalid_request")


def test_the_past_is_taxed_as_it_was(arena: Arena) -> None:
    admin = arena.admin()
    assert refusal(_begin(admin, "gambling", utc_now() - timedelta(minutes=1)))[0] == 422
    naive = admin.post(
        "/admin/tax/periods",
        {"profile": "gambling", "reason": WHY, "effective_from": "2199-01-01T00:00:00"},
    )
    assert refusal(naive)[0] == 422
    assert refusal(admin.post("/admin/tax/periods", {"profile": "all", "reason": WHY}))[0] == 422
    with pytest.raises(Exception, match="tax_periods"):
        arena.sql("UPDATE tax_periods SET profile = 'gambling'")


def test_the_report_says_what_belongs_to_the_state(arena: Arena) -> None:
    player = make_player(money=1000)
    make_deposit(player, amount=100, profile="gambling", state="credited")
    went_back = make_deposit(player, amount=130, profile="gambling", state="credited")
    make_refund(went_back, state="done")
    make_withdrawal(player, amount=135, profile="gambling", state="paid")
    make_withdrawal(player, amount=200, profile="gambling", state="released")
    admin = arena.admin()
    report = admin.get("/admin/tax/report")
    assert report["excise"] == {"collected": "11.50", "returned": "6.50", "due": "5.00"}
    assert report["withholding"] == {"collected": "6.75", "returned": "0.00", "due": "6.75"}
    (day,) = report["days"]
    assert day["day"] == str(utc_now().astimezone(NAIROBI).date())
    assert (report["opening_excise"], report["closing_excise"]) == ("0.00", "5.00")
    assert report["closing_withholding"] == "6.75"


def test_the_report_is_a_file_too(arena: Arena) -> None:
    player = make_player(money=1000)
    make_deposit(player, amount=100, profile="gambling", state="credited")
    answer = arena.admin().http.get("/admin/tax/report", params={"format": "csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert "wagewars-tax-" in answer.headers["content-disposition"]
    *_, day, total = csv.reader(io.StringIO(answer.text))
    assert day[1:] == total[1:] == ["5.00", "0.00", "5.00", "0.00", "0.00", "0.00"]
    assert total[0] == "total"


@pytest.mark.parametrize(
    "period", ["from=2026-02-01&to=2026-01-01", "from=2024-01-01&to=2025-06-01", "from=yesterday"]
)
def test_a_report_needs_a_period(arena: Arena, period: str) -> None:
    assert refusal(arena.admin().http.get(f"/admin/tax/report?{period}"))[0] == 422


_payments = st.lists(
    st.tuples(
        st.sampled_from(["credited", "done", "paid", "released", "paybill"]),
        st.integers(20, 2_000),
        st.sampled_from(["none", "gambling"]),
        st.integers(0, 40),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(payments=_payments, split=st.integers(0, 40))
def test_reports_of_any_days_add_up_to_what_the_ledger_holds(
    database: Database, payments: list[tuple[str, int, str, int]], split: int
) -> None:
    player = make_player(money=15_000)
    for kind, amount, profile, days_ago in payments:
        _make_payment(database, player, kind, amount, profile, days_ago)
    today = utc_now().astimezone(NAIROBI).date()
    middle = today - timedelta(days=split)
    with transaction() as session:
        early = tax_reports.report(
            session, first_day=today - timedelta(days=60), last_day=middle, now=utc_now()
        )
        late = tax_reports.report(
            session,
            first_day=middle + timedelta(days=1),
            last_day=today + timedelta(days=1),
            now=utc_now(),
        )
    assert late.opening_excise == early.closing_excise
    assert late.opening_withholding == early.closing_withholding
    for report in (early, late):
        for tax in ("excise", "withholding"):
            days = sum((getattr(one, tax).due for one in report.days), Decimal(0))
            assert days == getattr(report, tax).due
    assert {
        "tax_excise:main": late.closing_excise,
        "tax_withholding:main": late.closing_withholding,
    } == _held(database)


def _make_payment(
    database: Database, player: User, kind: str, amount: int, profile: str, days_ago: int
) -> None:
    """Make one payment that happened so many days ago."""
    since = _last_transaction(database)
    if kind in {"credited", "done"}:
        deposit = make_deposit(player, amount=amount, profile=profile, state="credited")
        if kind == "done":
            make_refund(deposit, state="done")
    elif kind == "paybill":
        make_paybill(
            amount=amount,
            state="credited",
            user=player,
            tax=Decimal(amount) / 20 if profile == "gambling" else 0,
        )
    else:
        make_withdrawal(player, amount=amount, profile=profile, state=kind)
    with database.connect() as connection, connection.cursor() as cursor:
        cursor.execute("ALTER TABLE transactions DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE transactions SET created_at = created_at - %s * interval '1 day' WHERE id > %s",
            (days_ago, since),
        )
        cursor.execute("ALTER TABLE transactions ENABLE TRIGGER USER")
    connection.close()


def _last_transaction(database: Database) -> int:
    return int(_query(database, "SELECT coalesce(max(id), 0) FROM transactions")[0][0])


def _held(database: Database) -> dict[str, Decimal]:
    rows = _query(database, "SELECT code, derived FROM derived_balances WHERE code LIKE 'tax%'")
    return {code: Decimal(derived) for code, derived in rows}


def _query(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with database.connect() as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        found = cursor.fetchall()
    connection.close()
    return found


def test_a_day_ends_at_midnight_in_nairobi(database: Database) -> None:
    player = make_player(money=1000)
    since = _last_transaction(database)
    make_deposit(player, amount=100, profile="gambling", state="credited")
    with database.connect() as connection, connection.cursor() as cursor:
        cursor.execute("ALTER TABLE transactions DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE transactions SET created_at = '2026-03-01T00:00:00+03:00' WHERE id > %s",
            (since,),
        )
    connection.close()
    with transaction() as session:
        february = tax_reports.report(
            session, first_day=date(2026, 2, 1), last_day=date(2026, 2, 28), now=utc_now()
        )
        march = tax_reports.report(
            session, first_day=date(2026, 3, 1), last_day=date(2026, 3, 1), now=utc_now()
        )
    assert (february.excise.due, march.excise.due) == (Decimal(0), Decimal(5))
