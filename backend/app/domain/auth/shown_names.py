"""Names that other players read: a hostile one must not break their screen or pose as our text.

Usernames are ASCII and short, by their pattern alone. Names in the game may be of any script that
is written from left to right, because the game allows them; but no emoji, no marks on letters,
nothing that turns the direction of the text, no control character, and no blanks but single ones
between words (Xbox gamertags have them).
"""

import unicodedata

_PUNCTUATION = frozenset("#_-.[]()|*+=~^!'")
_KINDS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nd"})
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def flaw_of(name: str) -> str | None:
    """Return what is wrong with a name in the game, for the player; None if nothing is."""
    if name != name.strip() or "  " in name:
        return "write the name without blanks at its ends, and with single ones inside"
    for letter in unicodedata.normalize("NFC", name):
        if letter == " " or letter in _PUNCTUATION:
            continue
        if unicodedata.category(letter) not in _KINDS:
            return "write the name with letters and digits, as the game shows it, without emoji"
        if unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT:
            return "write the name from left to right"
    return None
