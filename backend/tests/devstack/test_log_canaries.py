"""What no log may hold is found, and what logs are made of is not.

Rows of docs/security.md: S61.
"""

from pathlib import Path

import pytest

from devstack import log_canaries

LEAKS = {
    "ERROR: no SMS to 254712345678": "a phone number",
    "paid by +254112345678.": "a phone number",
    "phone=0712345678": "a phone number",
    "amina@players.wagewars.example signed in": "an e-mail address",
    "otieno_1@example.com": "an e-mail address",
    "password=Mambo-vipi-254": "a password",
    "1a2b3c4d$2b$04$abcdefghijklmnopqrstuuvwxyz": "a password's hash",
    "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig": "an access token",
    "Cookie: refresh=0123456789abcdefghijklmnopqrstuvwxyz": "a refresh token",
    "WageWars: your code is 936023": "a code",
    '{"code": "936023"}': "a code",
    "POST /hooks/d/0123456789abcdef0123456789abcdef/stk": "a callback's secret",
    "DETAIL:  Key (phone)=(x) already exists.": "a row's values",
}
HARMLESS = """\
ERROR app.services.otp [4f1c] no SMS to 2547*****678
POST /hooks/d/***/stk answered 200; code 500.001.1001; at 1764483643.123456
ERROR:  duplicate key value violates unique constraint "uq_users_phone"
  Password     Karibu-WageWars-1   (all six, for this demo only)
deposit 712345678901 of match 12 settled, bearer ***
"""


@pytest.mark.parametrize(("line", "what"), LEAKS.items())
def test_a_leak_is_named_by_its_place_and_not_repeated(line: str, what: str) -> None:
    found = list(log_canaries.in_text(f"quiet\n{line}\n", source="api.log"))
    assert found[0] == f"api.log:2: {what}"


def test_what_logs_are_made_of_is_no_leak(tmp_path: Path) -> None:
    (tmp_path / "api.log").write_text(HARMLESS)
    log_canaries.require_none(tmp_path)


def test_a_folder_of_logs_is_searched(tmp_path: Path) -> None:
    (tmp_path / "api.log").write_text(HARMLESS)
    (tmp_path / "postgres.log").write_text("quiet\nKey (phone)=(254712345678)\n")
    with pytest.raises(log_canaries.CanaryFound) as refusal:
        log_canaries.require_none(tmp_path)
    assert "postgres.log:2: a row's values" in str(refusal.value)
    assert "254712345678" not in str(refusal.value)
