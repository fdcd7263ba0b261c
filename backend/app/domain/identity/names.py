"""Compares the name that a player gave with the one that M-Pesa gives for their number.

M-Pesa writes names in capitals, in any order, with a middle name or without, and masks more of them
each year (`JOHN ***`, `J*** D**`). So a comparison has four answers, and only two whole names that
are equal prove anything.
"""

import re
import unicodedata
from enum import StrEnum

LONGEST_NAME = 100
_MOST_WORDS = 8
_WHOLE_NAMES = 2  # equal ones make the same person


class Outcome(StrEnum):
    """What a comparison says."""

    SAME = "same"  # two names are equal, and no name of one side stands against the other
    CONSISTENT = "consistent"  # nothing stands against it, too little for it: masks, initials
    DIFFERS = "differs"
    CLEARED = "cleared"  # staff has approved this name for this number before
    UNREADABLE = "unreadable"  # M-Pesa gave no name, or a wholly masked one
    UNDECLARED = "undeclared"  # the player has not said how they are called


def words_of(name: str) -> list[str]:
    """Return the words of a name in capitals without accents; a masked letter is `*`."""
    plain = unicodedata.normalize("NFKD", name).upper()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"['\u2019`\u00b4]", "", plain)  # N'gang'a, written in four ways
    return re.findall(r"[^\W\d_*]*\*[\w*]*|[^\W\d_]+", plain)[:_MOST_WORDS]


def is_a_name(text: str) -> bool:
    """Return whether a player can be called so: two words or more, of letters."""
    words = words_of(text)
    return (
        len(words) >= _WHOLE_NAMES
        and all("*" not in word for word in words)
        and not re.search(r"[^\w\s'\u2019`\u00b4.-]|[\d_]", text)
        and sum(len(word) > 1 for word in words) >= _WHOLE_NAMES
    )


def compare(declared: str, shown: str) -> Outcome:
    """Compare what a player declared with what M-Pesa shows; the order of words says nothing."""
    mine, theirs = words_of(declared), words_of(shown)
    if not any(word.strip("*") for word in theirs):
        return Outcome.UNREADABLE
    equal = _take_equal(mine, theirs)
    similar = _take_similar(mine, theirs)
    if mine and theirs:
        return Outcome.DIFFERS
    if equal >= _WHOLE_NAMES:
        return Outcome.SAME
    return Outcome.CONSISTENT if equal + similar else Outcome.DIFFERS


def _take_equal(mine: list[str], theirs: list[str]) -> int:
    """Take whole words that both have out of both lists; return how many."""
    found = [word for word in set(mine) if len(word) > 1 and word in theirs]
    for word in found:
        mine.remove(word)
        theirs.remove(word)
    return len(found)


def _take_similar(mine: list[str], theirs: list[str]) -> int:
    """Take words out of both lists of which one may be the other: initials, masks; how many."""
    taken = 0
    for word in sorted(theirs, key=lambda one: -len(one.strip("*"))):
        fitting = next((one for one in mine if _may_be(one, word)), None)
        if fitting is not None:
            mine.remove(fitting)
            theirs.remove(word)
            taken += 1
    return taken


def _may_be(whole: str, shown: str) -> bool:
    if len(whole) == 1 or len(shown) == 1:
        return whole[0] == shown[0] or shown == "*"
    if "*" not in shown:
        return False
    return re.fullmatch(re.sub(r"\*+", ".*", shown), whole) is not None
