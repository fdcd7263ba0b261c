"""Takes phone numbers, tills, links and e-mail addresses out of what players write to each other.

Pure and final: what was taken out is stored nowhere. A text is read as a person would read it
(`folding.py`), and what is found is replaced in the text as it was written.
"""

from collections.abc import Sequence

from app.domain.rooms.folding import folded
from app.domain.rooms.links import find_links
from app.domain.rooms.numbers import find_numbers

MASK = "•••"


def masked(text: str, *, names: Sequence[str] = ()) -> str:
    """Return `text` with personal data replaced by dots; `names` in the game keep their numbers.

    A masked text stays as it is when it is masked again, and none is longer than it was.
    """
    known = [folded(name).text for name in names]
    while True:
        seen = folded(text)
        found = [*find_links(seen.text), *find_numbers(seen.text, names=known)]
        spans = sorted(seen.span(begin, end) for begin, end in found)
        if not spans:
            return text
        text = _replaced(text, spans)


def _replaced(text: str, spans: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    done = 0
    for begin, end in spans:
        if begin >= done:
            # Two signs may be six letters, such as U+33C7 twice.
            parts += [text[done:begin], MASK[: end - begin]]
        done = max(done, end)
    return "".join([*parts, text[done:]])
