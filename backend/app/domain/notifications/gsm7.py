"""The letters of an SMS: 160 of GSM 03.38 fit into one, and 70 when there is one other letter.

Typographic letters are replaced, as GOV.UK Notify does (alphagov/notifications-utils, 1443).
"""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("^{}\\[~]|€")  # each takes the room of two
_REPLACED = str.maketrans(
    {
        "‘": "'", "’": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...",
        "\u00a0": " ", "\u202f": " ",
    }
)  # fmt: skip
LONGEST = 160


def as_gsm7(text: str) -> str:
    """Return `text` with typographic letters replaced, and a `?` for each that no SMS has."""
    return "".join(
        letter if letter in _BASIC or letter in _ESCAPED else "?"
        for letter in text.translate(_REPLACED)
    )


def length(text: str) -> int:
    """Return how much room a text of these letters takes, of `LONGEST`."""
    return sum(2 if letter in _ESCAPED else 1 for letter in text)
