"""Whoever says nothing is spoken to in the language of his browser."""

import pytest

from app.domain.language import Language, preferred


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        ("", "en"),
        ("sw", "sw"),
        ("sw-KE,sw;q=0.9,en;q=0.8", "sw"),
        ("en-GB,en;q=0.9,sw;q=0.8", "en"),
        ("fr-FR,fr;q=0.9", "en"),
        ("fr, SW ; q=0.4, en;q=0.3", "sw"),
        ("en;q=0, sw;q=0.1", "sw"),
        ("sw;q=0", "en"),
        ("*", "en"),
        ("sw;q=much, en;q=0.1", "en"),
        (";;;,=,q=1", "en"),
        ("sw," * 10_000, "sw"),
    ],
)
def test_the_browser_says_what_its_owner_reads(wishes: str, language: str) -> None:
    assert preferred(wishes) == Language(language)
