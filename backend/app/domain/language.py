"""The two languages in which we speak to players."""

from enum import StrEnum


class Language(StrEnum):
    """A language, by its ISO 639-1 code."""

    ENGLISH = "en"
    SWAHILI = "sw"
