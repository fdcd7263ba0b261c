"""What a log line must not hold of a row that PostgreSQL refused."""

import pytest

from app.core.logging import redact

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
