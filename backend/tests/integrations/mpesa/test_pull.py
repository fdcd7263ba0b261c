"""The list of payments to our paybill, whole although its pages are odd."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.domain.payments.paybill.pull_rows import PulledList, PullRow, UnreadRow
from app.integrations.mpesa import pull, pull_wire
from app.integrations.mpesa.errors import Refused, Unknown

ROW = {
    "transactionId": "yc86qhx68z",
    "trxDate": "2020-08-05T10:13:00Z",
    "msisdn": 722000000,
    "sender": "MPESA",
    "transactiontype": "c2b-pay-bill-debit",
    "billreference": "37207636392",
    "amount": "168.00",
    "organizationname": "Daraja Pull API Test",
}
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def answer(rows: Any, code: Any = "1000") -> dict[str, Any]:
    return {"ResponseRefID": "1", "ResponseCode": code, "Response": rows}


@pytest.mark.parametrize("rows", [[[ROW]], [ROW], [[[ROW]]], ROW])
@pytest.mark.parametrize("code", ["1000", 1000])
def test_rows_are_found_in_any_number_of_brackets(rows: Any, code: Any) -> None:
    (row,) = read(answer(rows, code))

    assert isinstance(row, PullRow)
    assert (row.receipt, row.amount, row.reference) == ("YC86QHX68Z", Decimal(168), "37207636392")
    assert row.at is not None
    assert row.at == datetime(2020, 8, 5, 10, 13, tzinfo=UTC)
    assert not row.is_reversal


def read(body: Any, until: datetime = NOW) -> list[PullRow | UnreadRow]:
    return pull_wire.read_pull(body, until=until)


def test_a_z_that_would_be_the_future_is_nairobis_time() -> None:
    """10:13Z seen at 10:15 in Nairobi was two minutes ago."""
    seen = datetime(2020, 8, 5, 7, 15, tzinfo=UTC)

    (row,) = read(answer([ROW]), until=seen)

    assert isinstance(row, PullRow)
    assert row.at == datetime(2020, 8, 5, 7, 13, tzinfo=UTC)


def test_nothing_there_is_an_empty_list() -> None:
    assert read(answer(None, "1001")) == []
    assert read(answer([])) == []


@pytest.mark.parametrize("amount", ["1,500.00", None, "-100.00", "much"])
def test_a_row_that_cannot_be_read_is_told_apart(amount: Any) -> None:
    good, bad = read(answer([ROW, ROW | {"transactionId": "UKTZZZ0001", "amount": amount}]))

    assert isinstance(good, PullRow)
    assert bad == UnreadRow("UKTZZZ0001", "37207636392")


def test_rows_without_a_receipt_are_told_apart_from_each_other() -> None:
    rows = read(answer([{"transactionId": None, "amount": amount} for amount in (1, 2, 2)]))

    assert len({row.receipt for row in rows}) == 2
    assert not any(isinstance(row, PullRow) or row.has_receipt for row in rows)


def test_rows_under_another_name_are_rows() -> None:
    (row,) = read({"ResponseCode": "1000", "Transaction": [ROW]})

    assert row.receipt == "YC86QHX68Z"


def test_rows_with_the_code_for_nothing_are_rows() -> None:
    (row,) = read(answer([ROW], "1001"))

    assert row.receipt == "YC86QHX68Z"


def test_not_being_registered_is_no_empty_list() -> None:
    body = {"ResponseCode": "1001", "ResponseMessage": "ShortCode is not registered"}
    with pytest.raises(Refused):
        read(body)
    with pytest.raises(Unknown, match="without rows"):
        read({"ResponseCode": "1000"})


def test_another_code_is_a_refusal() -> None:
    with pytest.raises(Refused):
        read(answer([], "1032"))
    with pytest.raises(Unknown):
        read({})


def test_a_reversal_names_its_payment() -> None:
    row = ROW | {"transactiontype": "c2b-reversal", "billreference": "SKC82PACB8"}

    (found,) = read(answer([row]))

    assert (found.is_reversal, found.reference) == (True, "SKC82PACB8")


def rows_of(count: int) -> list[PullRow]:
    first = NOW - timedelta(hours=40)
    return [
        PullRow(
            receipt=f"R{number:09d}",
            amount=Decimal(number),
            reference="",
            kind="",
            at=first + timedelta(minutes=number),
        )
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("offset_works", [True, False])
@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 950])
def test_every_row_comes_once_whether_or_not_the_offset_works(
    *, count: int, offset_works: bool
) -> None:
    rows = rows_of(count)
    asked = []

    def page(since: datetime, until: datetime, offset: int) -> list[PullRow | UnreadRow]:
        asked.append(offset)
        inside = [row for row in rows if row.at is not None and since <= row.at <= until]
        start = offset if offset_works else 0
        return list(inside[start : start + 100])

    found = pull.pull_all(page, since=NOW - timedelta(hours=48), until=NOW)

    assert found == PulledList(rows, [])
    assert len(asked) <= 100


def test_more_than_a_page_in_one_second_is_no_answer() -> None:
    rows = rows_of(101)
    with pytest.raises(Unknown):
        pull.pull_all(lambda *_: list(rows[:100]), since=NOW, until=NOW + timedelta(seconds=1))
