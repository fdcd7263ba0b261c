"""The portal's statement in the shapes in which it is downloaded."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.domain.reconciliation.portal_csv import NoStatement, read_statement
from app.domain.reconciliation.provider_rows import RowKind, kind_of

PORTAL = """\ufeffM-PESA ORGANISATION STATEMENT,,,,,,,
Account Holder:,WAGEWARS LIMITED,,,,,,
Short Code:,600123,,,,,,
Time Period:,From 2026-11-21 To 2026-11-22,,,,,,
,,,,,,,
Receipt No.,Completion Time,Initiation Time,Details,Transaction Status,Paid In,Withdrawn,Balance,\
Balance Confirmed,Reason Type,Other Party Info,Linked Transaction ID,A/C No.
UKM1AAAAAA,21-11-2026 10:00:00,21-11-2026 10:00:00,Pay Bill Online from 2547*****001 - AMINA Acc.\
 D123456789,Completed,"1,250.00",,"1,250.00",true,Pay Bill Online,2547*****001 - AMINA,,D123456789
UKM1BBBBBB,21-11-2026 11:00:00,21-11-2026 11:00:00,Business Payment to 254711000001 - AMINA,\
Completed,,-500.00,750.00,true,Business Payment to Customer via API,254711000001 - AMINA,,
UKM1BBBBBB,21-11-2026 11:00:00,21-11-2026 11:00:00,Business Payment Charge,Completed,,-5.00,745.00,\
true,,,,
UKM1CCCCCC,21-11-2026 12:00:00,21-11-2026 12:00:00,Pay Bill Reversal,Completed,,"-1,250.00",0.00,\
true,Reversal,,UKM1AAAAAA,
UKM1DDDDDD,21-11-2026 13:00:00,21-11-2026 13:00:00,Organization Settlement,Declined,,-10.00,0.00,\
true,,,,
UKM1EEEEEE,21-11-2026 14:00:00,,Merchant to bank transfer,Completed,,-20.00,0.00,true,,,,
"""

SIMULATED = """receipt,completed,details,status,paid_in,withdrawn,balance
UKM1AAAAAA,2026-11-21 10:00:00,Pay Bill from 254711000001 Acc. D123456789,Completed,1250.00,,1250.00
UKM1CCCCCC,2026-11-21 12:00:00,Pay Bill Reversal to 254711000001 of UKM1AAAAAA,Completed,,1250.00,0
"""


def test_the_portals_file_is_read() -> None:
    found = read_statement(PORTAL)

    assert found.unreadable == 0
    assert [(line.receipt, line.kind, line.amount) for line in found.rows] == [
        ("UKM1AAAAAA", RowKind.COLLECTION, Decimal(1250)),
        ("UKM1BBBBBB", RowKind.PAYOUT, Decimal(-500)),
        ("UKM1BBBBBB", RowKind.CHARGE, Decimal(-5)),
        ("UKM1CCCCCC", RowKind.REVERSAL, Decimal(-1250)),
        ("UKM1EEEEEE", RowKind.OTHER, Decimal(-20)),
    ]
    paid, _, _, back, _ = found.rows
    assert paid.completed_at == datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
    assert (paid.reference, back.original_receipt) == ("D123456789", "UKM1AAAAAA")


@pytest.mark.parametrize("change", [("", ""), (",", ";"), (",", "\t")])
def test_other_separators_and_columns_are_read(change: tuple[str, str]) -> None:
    found = read_statement(SIMULATED.replace(*change) if change[0] else SIMULATED)

    paid, back = found.rows
    assert (paid.kind, paid.amount, paid.reference) == (
        RowKind.COLLECTION,
        Decimal(1250),
        "D123456789",
    )
    assert (back.kind, back.amount, back.original_receipt) == (
        RowKind.REVERSAL,
        Decimal(-1250),
        "UKM1AAAAAA",
    )


@pytest.mark.parametrize(
    "row",
    [
        "UKM1AAAAAA,yesterday,Pay Bill,Completed,5.00,,5.00",
        ",2026-11-21 10:00:00,Pay Bill,Completed,5.00,,5.00",
        "UKM1AAAAAA,2026-11-21 10:00:00,Pay Bill,Completed,,,5.00",
        "UKM1AAAAAA,2026-11-21 10:00:00,Pay Bill,Completed,5.00,5.00,5.00",
        "UKM1AAAAAA,2026-11-21 10:00:00,Pay Bill,Completed,much,,5.00",
        "UKM1AAAAAA,2026-11-21 10:00:00,Pay Bill,Completed,1.005,,5.00",
        "UKM1AAAAAA,2026-11-21 10:00:00,Pay Bill,Completed,NaN,,5.00",
    ],
)
def test_a_row_that_cannot_be_read_is_counted_and_not_guessed(row: str) -> None:
    found = read_statement(SIMULATED.splitlines()[0] + "\n" + row + "\n")

    assert (found.rows, found.unreadable) == ((), 1)


@pytest.mark.parametrize("text", ["", "hello", "a,b,c\n1,2,3\n", "\x00\x01", '"' * 200_000])
def test_a_file_that_is_no_statement_is_refused(text: str) -> None:
    with pytest.raises(NoStatement):
        read_statement(text)


@pytest.mark.parametrize(
    ("details", "amount", "kind"),
    [
        ("Pay Bill from 254711000001 Acc. charge", 500, RowKind.COLLECTION),
        ("Pay Bill from 254711000001 - REVERSAL JOE Acc. reversal", 500, RowKind.COLLECTION),
        ("Business Payment to 254711000001 - CHARGE ALOT", -500, RowKind.PAYOUT),
        ("Pay Bill Charge", -5, RowKind.CHARGE),
        ("Pay Bill Charge", 5, RowKind.COLLECTION),
        ("Transfer of funds charge by business payment", -5, RowKind.OTHER),
        ("", 5, RowKind.OTHER),
    ],
)
def test_a_payer_cannot_choose_the_kind_of_row(details: str, amount: int, kind: RowKind) -> None:
    assert kind_of(details, amount=Decimal(amount)) is kind
