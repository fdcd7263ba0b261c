"""What a log line holds as JSON, and what it must not hold of a row that PostgreSQL refused.

Rows of docs/security.md: S61.
"""

import json
import logging
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from app.core.logging import JsonFormatter, redact
from app.core.telemetry import context

TRACEBACK = """ERROR app.workers.tasks.deposits [-] callback 11 could not be applied
Traceback (most recent call last):
psycopg2.errors.UniqueViolation: duplicate key value violates unique constraint "uq_users_email"
{detail}
{after}
The above exception was the direct cause of the following exception:
"""


@pytest.mark.parametrize(
    "detail",
    [
        "DETAIL:  Key (email)=(amina@mail.example) already exists.",
        "DETAIL:  Failing row contains (7, amina@mail.example, I was robbed\nat Rust, null).",
    ],
)
@pytest.mark.parametrize(
    "after", ["", "CONTEXT:  PL/pgSQL function keep()", "[SQL: UPDATE users SET email=%(email)s]"]
)
def test_a_refused_rows_values_stand_in_no_log(detail: str, after: str) -> None:
    seen = redact(TRACEBACK.format(detail=detail, after=after))
    assert "amina" not in seen
    assert "Rust" not in seen
    assert 'constraint "uq_users_email"' in seen
    assert "The above exception" in seen
    assert after in seen


def test_a_line_that_names_no_row_stays_as_it_is() -> None:
    line = "INFO app.workers.tasks.matches [-] match 12 passed its deadline: silence"
    assert redact(line) == line


def test_a_json_line_says_what_happened_to_whom_and_in_which_job() -> None:
    context.start(request_id="3f9c2a7be1d04c58", user=7, task="mpesa.send_payout", task_id="t-1")
    line = as_json("payout %s is sent", 12, extra={"amount": Decimal(50), "tries": 2})
    assert datetime.fromisoformat(line.pop("ts")).tzinfo is not None
    assert line == {
        "level": "WARNING",
        "logger": "app.payouts",
        "msg": "payout 12 is sent",
        "request_id": "3f9c2a7be1d04c58",
        "user": 7,
        "task": "mpesa.send_payout",
        "task_id": "t-1",
        "amount": "50",
        "tries": 2,
    }


def test_a_json_line_holds_no_phone_wherever_it_stands() -> None:
    context.start()
    with pytest.raises(ValueError, match="invalid literal") as caught:
        int("254711000001 or so")
    line = as_json("of %s", "0711000001", extra={"who": ["254711000001"]}, error=caught.value)
    assert "711000001" not in json.dumps(line)
    assert "Traceback" in line["exception"]


def as_json(
    message: str, *arguments: object, extra: dict[str, object], error: Exception | None = None
) -> dict[str, Any]:
    record = logging.getLogger("app.payouts").makeRecord(
        *("app.payouts", logging.WARNING, __file__, 1, message, arguments),
        exc_info=None if error is None else (type(error), error, error.__traceback__),
        extra=extra,
    )
    text = JsonFormatter().format(record)
    assert "\n" not in text
    line: dict[str, Any] = json.loads(text)
    return line
