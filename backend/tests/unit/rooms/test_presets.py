"""Every ready-made message says something in every language."""

from app.domain.language import Language
from app.domain.rooms.presets import TEXTS, Preset


def test_every_preset_has_a_text_in_every_language() -> None:
    assert set(TEXTS) == set(Language)
    for language, texts in TEXTS.items():
        assert set(texts) == set(Preset), language
        assert len(set(texts.values())) == len(Preset), "two say the same"


def test_no_text_is_left_in_the_other_language() -> None:
    for preset in Preset:
        assert TEXTS[Language.ENGLISH][preset] != TEXTS[Language.SWAHILI][preset]
