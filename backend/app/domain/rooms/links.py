"""Finds links and e-mail addresses in folded text, also where their dots are spelt out."""

import re
from collections.abc import Iterator

_POINT = r"[.。·・]"
_SPELT = r"(?:\s*[(\[{<]\s*(?:\.|d[o0]t|nukta)\s*[)\]}>]\s*|\s+(?:d[o0]t|nukta)\s+)"
_DOT = rf"(?:{_POINT}|{_SPELT})"
_ANY_DOT = rf"(?:\s*{_POINT}\s*|{_SPELT})"
_PATH = r"(?:[/:?#]\S+|\s*(?:/|slash\b)\s*\S+)?"
_LABELS = rf"(?<![\w-])(?:[\w-]+{_DOT})+"
# Endings that are no words with which somebody goes on after a full stop without a blank.
_ENDINGS = (
    "com|net|org|info|biz|xyz|online|site|shop|club|app|dev|io|co|tv|ly|link|page|click|africa|ke"
    "|ug|tz|rw|ng|za|uk|eu|ru|cn|bet|games|store|website|space|tk|ml|cf|ga"
)
# These are words, or "gg": a link only with its dot spelt out, or with what is behind a host.
_WORDS = "me|to|be|so|no|it|in|us|is|at|am|my|id|gg|win|top|fun|live|chat|vip|cc|im|sh|st|ee|de"
_MAIL = "gmail|yahoo|hotmail|outlook|icloud|protonmail|proton|ymail"

_LINK = re.compile(
    "|".join(
        (
            r"\bh(?:tt|xx)ps?\s*(?::\s*/*|/+)\s*\S+",
            rf"\bwww(?:{_ANY_DOT}|\s+)\S+(?:{_DOT}\w+)*{_PATH}",
            rf"{_LABELS}(?:{_ENDINGS})\b{_PATH}",
            rf"{_LABELS}(?:{_WORDS})\s?/\s?\S+",
            rf"(?<![\w-])[\w-]+{_SPELT}(?:{_WORDS})\b{_PATH}",
            rf"(?<![\w-])[\w-]{{2,}}\s*[.,。·・]\s*(?:com|org|co\s*{_POINT}\s*ke)\b{_PATH}",
            rf"(?<![\w-])[\w-]{{2,}}d[o0]t(?:com|co|net|org)\b{_PATH}",
            rf"\b(?:t|wa|m|fb)\s*{_POINT}\s*me\b{_PATH}",
            r"\b(?:t|wa)\s*me\s*/\s*\S+",
            rf"\bdiscord{_ANY_DOT}gg\b{_PATH}",
            rf"\bbit{_ANY_DOT}ly\b{_PATH}",
        )
    )
)
_ADDRESS = re.compile(
    "|".join(
        (
            rf"(?<![\w.+-])[\w.+-]+\s*(?:@|[(\[{{<]\s*at\s*[)\]}}>])\s*[\w-]+(?:{_ANY_DOT}[\w-]+)+",
            rf"(?<![\w.+-])[\w.+-]+\s*@\s*(?:{_MAIL})\b",
            rf"(?<![\w.+-])[\w.+-]+\s+at\s+(?:{_MAIL})\b(?:{_ANY_DOT}[a-z]{{2,}}|\s*$)",
        )
    )
)


def find_links(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of links and addresses in a folded text."""
    for pattern in (_ADDRESS, _LINK):
        for found in pattern.finditer(text):
            yield found.span()
