"""A secret that somebody commits by mistake is found by `make lint`, without a network.

Rows of docs/security.md: S57.
"""

import secrets
import string

import pytest

from devstack import linters
from devstack.secret_scan import main, scan

_LETTERS = string.ascii_letters + string.digits


def drawn(length: int) -> str:
    """Draw a word that has digits, as a provider's keys have."""
    return "a1" + "".join(secrets.choice(_LETTERS) for _ in range(length - 2))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("key = AKIA" + "ABCDEFGH12345678", "a key of AWS"),
        ("ghp_" + "a1" * 18, "a token of GitHub"),
        ("sk_" + "live_" + "a1" * 12, "a key of Stripe"),
        ("atsk_" + "0a" * 32, "a key of Africa's Talking"),
        ("-----BEGIN " + "PRIVATE KEY-----\n" + "M" * 64, "a private key"),
        ("postgresql://app:" + "aB3dE6gH9jK2mN5pQ8rS1tU4" + "@db/x", "a password in an address"),
    ],
)
def test_a_key_of_a_known_form_is_found_in_any_file(text: str, what: str) -> None:
    assert (what, 1) in set(scan(f"{text}\n"))


def test_a_random_word_beside_the_name_of_a_secret_is_found() -> None:
    word = drawn(40)
    for line in (f'API_KEY = "{word}"', f"SMS_API_KEY={word}", f"password: {word}"):
        assert [number for _, number in scan(f"# first\n{line}\n")] == [2], line
        assert list(scan(line, is_play=True)) == [], "tests draw what they like"
        assert list(scan(f"{line}  # not a secret: an example")) == []


@pytest.mark.parametrize(
    "line",
    ["token = settings.metrics_token", "PASSWORD=change-me-before-the-first-start", "api_key: str"],
)
def test_what_only_names_a_secret_is_none(line: str) -> None:
    assert list(scan(line)) == []


def test_the_repository_holds_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0, capsys.readouterr().out
    assert "secrets" in {linter.name for linter in linters.quick()}
