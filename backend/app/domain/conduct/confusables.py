"""Skeletons of names, to find names that look alike on a scoreboard.

The GameBattles fake of 2017 was won with a capital I for a small l (cod-api.md §8). Two names are
compared by their skeletons, as in Unicode Technical Standard #39, section 4: names drawn alike have
the same. Our table is a small choice by hand; the whole one is the standard's confusables.txt
(unicode.org/Public/security/latest).
"""

import re
import unicodedata

# Letters of other alphabets that are drawn like a Latin one. By letter, and far from complete on
# purpose: only what a game's font can show and a keyboard can type.
_TWINS = {
    "a": "аɑα⍺",
    "b": "ЬƄ",
    "c": "сϲⅽ",
    "d": "ԁɗ",
    "e": "еєҽ℮",
    "f": "ƒſ",
    "g": "ɡց",
    "h": "һհ",
    "i": "іıɩι",
    "j": "јϳ",
    "k": "кκ",
    "l": "1I|!ӏǀ׀∣ⅼΙІӀ",
    "n": "ոп",
    "o": "0оοօσО",
    "p": "рρ",
    "q": "ԛ",
    "r": "г",
    "s": "ѕꜱ",
    "t": "тτ",
    "u": "υսц",
    "v": "νѵᴠ",
    "w": "ԝѡш",
    "x": "хχ",
    "y": "уγү",
    "z": "ᴢ",
    "A": "АΑ",
    "B": "ВΒ",
    "C": "СϹ",
    "E": "ЕΕ",
    "H": "НΗ",
    "J": "Ј",
    "K": "КΚ",
    "M": "МΜ",
    "N": "Ν",
    "P": "РΡ",
    "S": "Ѕ",
    "T": "ТΤ",
    "X": "ХΧ",
    "Y": "ΥҮ",
    "Z": "Ζ",
    "-": "‐‑‒–—−",
    "'": "’‘`´ʼ",
}
_FOLD = {ord(twin): letter for letter, twins in _TWINS.items() for twin in twins}
_PAIRS = (("rn", "m"), ("vv", "w"))  # two that run into one
_NUMBER = re.compile(r"#[0-9]+$")  # of an Activision ID: not shown on the scoreboard


def identity(name: str) -> str:
    """Return what makes a name the same one for the game: its spelling, but not its case."""
    return unicodedata.normalize("NFC", name).strip().casefold()


def skeleton(name: str) -> str:
    """Return the skeleton of a name; names that look alike have the same one."""
    shown = _NUMBER.sub("", unicodedata.normalize("NFKC", name).strip())
    # Before the case is folded: a capital I is a small l, a small i is not.
    folded = _visible(shown).translate(_FOLD).casefold()
    folded = _visible(unicodedata.normalize("NFKD", folded)).translate(_FOLD)
    for pair, single in _PAIRS:
        folded = folded.replace(pair, single)
    return folded


def look_alike(one: str, two: str) -> bool:
    """Say whether two different names are indistinguishable on a screen."""
    return identity(one) != identity(two) and skeleton(one) == skeleton(two)


def holding_key(name: str) -> str:
    """Return what two names share that only one account may hold; empty if nothing is visible.

    With its number an Activision ID is one person's, so names that look alike and have the same
    number are one name. Without a number look-alikes are two honest names; case, width and what is
    not seen make no difference.
    """
    shown = unicodedata.normalize("NFKC", name).strip()
    if number := _NUMBER.search(shown):
        drawn = skeleton(shown).replace("i", "l")  # a capital of the one is drawn like the other
        return f"{drawn}{number.group()}" if drawn else ""
    return _visible(shown).casefold()


def same_but_for_number(one: str, two: str) -> bool:
    """Say whether two names are spelt alike and differ in the number after # at most."""
    return identity(_NUMBER.sub("", one)) == identity(_NUMBER.sub("", two))


def _visible(text: str) -> str:
    """Leave out what is not seen: accents, joiners, directions, blanks."""
    return "".join(
        letter for letter in text if unicodedata.category(letter) not in {"Mn", "Cf", "Cc", "Zs"}
    )
