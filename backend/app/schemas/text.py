r"""The text that comes in, by type: a line, or words of several lines.

Neither holds what PostgreSQL refuses or an eye cannot see: NUL and the other controls (C0, C1),
separators of lines, marks that turn the direction of what follows (a name that ends in U+202E makes
a screen lie), invisible blanks in a line. Surrogates are no text at all; Pydantic refuses them.

Blanks at the ends are cut off, and the patterns say so: an answer to text that the contract allows
is never that it is too short. Text that it refuses as it came is refused (`strict.py`).
"""

from typing import Annotated

from pydantic import Field, StringConstraints

_TURNING = r"\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_IN_WORDS = rf"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_TURNING}"
# Zero-width joiners are part of many emoji, which belong into words and not into names.
_IN_LINES = rf"\x00-\x1f\x7f-\x9f{_TURNING}\u200b-\u200d\u2060\ufeff"


def line(*, without: str = "") -> str:
    """Return the pattern of one line, not empty; `without` is more that it must not hold."""
    unseen = _IN_LINES + without
    return rf"^ *[^{unseen}\s]([^{unseen}]*[^{unseen}\s])? *$"


LINE = line()
"""One line, such as a name; not empty."""
_IN_CHAT = rf"\x00-\x1f\x7f-\x9f{_TURNING}\u200b\u200c\u2060\ufeff"
CHAT = rf"^ *[^{_IN_LINES}\s]([^{_IN_CHAT}]*[^{_IN_LINES}\s])? *$"
"""One line that people write to each other, where emoji may be joined; not empty."""
PROSE = rf"^[^{_IN_WORDS}]*$"
"""Any number of lines, or nothing."""


def pasted(pattern: str) -> str:
    """Return the pattern of something exact, such as a code, with what a paste leaves around it."""
    return rf"^ *{pattern} *$"


Line = Annotated[str, StringConstraints(pattern=LINE)]
Prose = Annotated[str, StringConstraints(pattern=PROSE)]


def at_least(letters: int) -> str:
    """Return the pattern of words of so many letters or more, between blanks."""
    ink = rf"[^{_IN_WORDS}\s]"
    return rf"^\s*{ink}[^{_IN_WORDS}]{{{letters - 2},}}{ink}\s*$"


Link = Annotated[str, StringConstraints(max_length=300, pattern=pasted(r"https://[!-~]+"))]
"""The address of a page or a video, shown as text; nothing of ours ever calls it."""

Words = Annotated[
    str, StringConstraints(pattern=at_least(10)), Field(min_length=10, max_length=1000)
]
"""A reason or a statement that somebody else will read."""
