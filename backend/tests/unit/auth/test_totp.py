"""Codes of an authenticator, by the vectors of the RFCs, and what is no code."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.auth import recovery_codes, totp
from demo_players import cast
from devstack import staff_codes

SECRET = b"12345678901234567890"  # of RFC 4226, appendix D, and RFC 6238, appendix B
NOW = datetime(2026, 12, 1, 9, 30, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("counter", "code"),
    [(0, "755224"), (1, "287082"), (2, "359152"), (3, "969429"), (8, "399871"), (9, "520489")],
)
def test_codes_are_those_of_rfc_4226(counter: int, code: str) -> None:
    assert totp.code_of(SECRET, counter) == code


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(second: int, code: str) -> None:
    """Its codes have eight digits, of which ours are the last six."""
    moment = datetime.fromtimestamp(second, UTC)
    assert totp.code_of(SECRET, totp.step_at(moment)) == code
    assert totp.matching_step(SECRET, code, now=moment) == totp.step_at(moment)


@pytest.mark.parametrize(
    ("off", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_off_by_one_step(off: int, fits: bool) -> None:
    code = totp.code_of(SECRET, totp.step_at(NOW) + off)
    found = totp.matching_step(SECRET, code, now=NOW)
    assert found == (totp.step_at(NOW) + off if fits else None)


def test_only_six_ascii_digits_are_a_code() -> None:
    code = totp.code_of(SECRET, totp.step_at(NOW))
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    arabic = "".join(chr(ord(digit) - ord("0") + 0x660) for digit in code)
    for typed in (wide, arabic, f" {code}", f"{code}\n", code[:5], f"{code}0", "", "-00001"):
        assert totp.matching_step(SECRET, typed, now=NOW) is None, ascii(typed)


def test_an_app_reads_the_secret_that_we_keep() -> None:
    uri = totp.provisioning_uri(SECRET, account="a name")
    assert uri.startswith("otpauth://totp/WageWars:a%20name?secret=GEZDGNBVGY3TQOJQ")
    assert totp.read_secret(totp.spelled(SECRET)) == SECRET


def test_the_demo_the_tools_and_the_app_know_one_secret() -> None:
    assert totp.DEMO_SECRET == staff_codes.SECRET == cast.STAFF_SECRET
    secret, step = totp.read_secret(totp.DEMO_SECRET), totp.step_at(NOW)
    code = totp.code_of(secret, step)
    assert code == staff_codes.code_at(step) == cast.staff_code(NOW.timestamp())
    assert code != cast.staff_code((NOW + timedelta(seconds=30)).timestamp())


def test_a_recovery_code_is_read_as_people_type_it() -> None:
    code = recovery_codes.new_code()
    assert len(code) == 19
    letters = code.replace("-", "")
    for typed in (code, code.lower(), letters, f" {code} ", code.replace("-", " ")):
        assert recovery_codes.read(typed) == letters
    for typed in ("", "123456", code[:-1], f"{code}A", code[:-1] + "1"):
        assert recovery_codes.read(typed) is None
