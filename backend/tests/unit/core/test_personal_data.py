"""What leaves the house in a report of an error or in a trace."""

import pytest

from app.core.telemetry.personal_data import scrub, scrub_all
from devstack import log_canaries

SECRETS = (
    "254711000001",
    "+254711000001",
    "0711000001 called",
    "amina@mail.example.com",
    "$2b$12$abcdefghijklmnopqrstuvwxyz0123456789",
    "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0abcdef.c2lnbmF0dXJl",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0abcdef",
    "refresh=abcdefghijklmnopqrstuvwxyz0123456789",
    "WageWars: your code is 123456",
    "/hooks/d/abcdefghijklmnopqrstuvwxyz",
    "DETAIL:  Key (email)=(amina@mail.example) already exists.",
    "DETAIL:  Failing row contains (7, amina, I was robbed).",
)


@pytest.mark.parametrize("secret", SECRETS)
def test_what_no_log_may_hold_leaves_in_no_report(secret: str) -> None:
    assert list(log_canaries.in_text(secret, source="before")) or "Bearer" in secret
    text = scrub(f"could not do it: {secret}\nand so on")
    assert list(log_canaries.in_text(text, source="after")) == []
    for part in ("711000001", "amina", "123456", "abcdefghijklmnop", "robbed"):
        assert part not in text
    assert "could not do it" in text


def test_every_text_of_a_report_is_looked_at() -> None:
    report = {"a": [{"0711000001": ("254711000001", 7)}], "b": None}
    assert "711000001" not in str(scrub_all(report))
    assert scrub_all(report)["b"] is None


def test_ordinary_words_stay() -> None:
    line = "match 12 passed its deadline: silence; UPDATE users SET x = %(x)s WHERE id = 1234567890"
    assert scrub(line) == line
