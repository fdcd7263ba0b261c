"""The languages of texts for players."""

from enum import StrEnum


class Language(StrEnum):
    """A language, by its ISO 639-1 code."""

    ENGLISH = "en"
    SWAHILI = "sw"


_SUPPORTED = {language.value for language in Language}


def preferred(accept_language: str) -> Language:
    """Return the language that a browser prefers (RFC 9110 §12.5.4); English by default."""
    best, weight = Language.ENGLISH, 0.0
    for choice in accept_language[:200].split(","):
        tag, _, parameter = choice.partition(";")
        code = tag.strip().lower().split("-")[0]
        if code in _SUPPORTED and _weight(parameter) > weight:
            best, weight = Language(code), _weight(parameter)
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
