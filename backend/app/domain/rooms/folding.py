"""Text as a reader takes it: one width, one case, digits of all scripts, nothing invisible."""

import unicodedata
from dataclasses import dataclass

from app.domain.conduct.confusables import skeleton

_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cc"})
_MOST_PARTS = 4  # of one sign; what has more, up to 18, is a phrase in Arabic


@dataclass(frozen=True)
class Folded:
    """A folded text; `origins[i]` is the place in the original of its i-th character."""

    text: str
    origins: list[int]
    length: int

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Return the span of the original that was folded to `begin` up to `end`.

        What is unseen behind it belongs to it, such as the frame of a digit.
        """
        after = self.origins[end] if end < len(self.origins) else self.length
        return self.origins[begin], max(after, self.origins[end - 1] + 1)


def folded(text: str) -> Folded:
    """Fold a text character by character, so that every place in it is known in the original."""
    letters: list[str] = []
    origins: list[int] = []
    for place, letter in enumerate(text):
        for one in _fold(letter):
            letters.append(one)
            origins.append(place)
    return Folded("".join(letters), origins, len(text))


def _fold(letter: str) -> str:
    if letter.isascii():
        return letter.casefold()
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    if letter.isspace():
        return " "
    parts = unicodedata.normalize("NFKD", letter)[:_MOST_PARTS]
    return "".join(_plain(one) for one in parts)


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter.casefold()
    if unicodedata.category(letter) in _UNSEEN:
        return ""
    # A letter of another alphabet that is drawn like a Latin one is that one.
    return skeleton(letter) or letter
