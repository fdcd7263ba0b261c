"""The two languages in which we speak to players."""

from enum import StrEnum


class Language(StrEnum):
    """A language, by its ISO 639-1 code."""

    ENGLISH = "en"
    SWAHILI = "sw"


_OURS = {language.value for language in Language}


def preferred(accept_language: str) -> Language:
    """Return what a browser likes best among ours (RFC 9110 §12.5.4); English if it names none."""
    best, weight = Language.ENGLISH, 0.0
    for wish in accept_language[:200].split(","):
        tag, _, parameter = wish.partition(";")
        code = tag.strip().lower().split("-")[0]
        if code in _OURS and _weight(parameter) > weight:
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
