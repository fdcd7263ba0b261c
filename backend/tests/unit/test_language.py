"""Players without a chosen language get the language of their browser."""

import pytest

from app.domain.language import Language, preferred


@pytest.mark.parametrize(
    ("accepted", "language"),
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
def test_the_header_of_the_browser_gives_the_language(accepted: str, language: str) -> None:
    assert preferred(accepted) == Language(language)
