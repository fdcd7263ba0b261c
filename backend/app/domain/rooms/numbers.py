"""Finds phone numbers and M-Pesa tills in folded text, however their digits are set or spelt.

What a match needs stays: scores ("13-7, 250-187"), times, a few digits, and one name in the game
with its number (`NairobiAce#2741`).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SWAHILI = ("sifuri", "moja", "mbili", "tatu", "nne", "tano", "sita", "saba", "nane", "tisa")
_DIGIT_WORDS = {"oh": "0", "o": "0"} | {
    word: str(digit) for words in (_ENGLISH, _SWAHILI) for digit, word in enumerate(words)
}
_REPEATS = {"double": 2, "triple": 3}
_LOOK_ALIKES = str.maketrans("oil", "011")

_WORD = rf"(?:{'|'.join(_DIGIT_WORDS)})"
# A letter counts as the digit that it looks like beside one, and not in a word.
_GROUP = r"(?:(?<![a-z])[oil]*+\d[\doil]*+(?![a-z])|\d++)"
_TOKEN = rf"(?:{_GROUP}|\b(?:(?:double|triple)\s+)?{_WORD}\b)"
_RUN = re.compile(rf"[+(]*{_TOKEN}(?:[\W_x]{{0,4}}{_TOKEN})*")
_PART = re.compile(rf"(?:(double|triple)\s+)?\b({_WORD})\b|({_GROUP})")

_FROM_CONTEXT = 5  # digits that are a number where somebody writes of paying or calling
_ALWAYS = 7
_TILL = 6
_LONGEST_TAG = 7  # digits of an Activision ID
_MOST_SCORES = 3
_MOST_ROUNDS = 16  # of one side; above it a score that reads like a phone is one
_PAYING = re.compile(r"\btill|pay\s?bill|\blipa\b|buy\s?goods|\bpochi\b")
_CALLING = re.compile(
    r"\bnamba|\bnumber|whats\s?app|m-?pesa|\baccount\b|\bacc?\b|\bpiga\b|nipigie"
    r"|\bcall\b(?! of)|\bsms\b|\bphone\b|\bsimu\b"
)
_SCORE = r"\d{1,3}\s?[-:–—]\s?\d{1,3}"
_SCORES = re.compile(rf"{_SCORE}(?:(?:[\s,;/&]+|\s?-\s?){_SCORE})*")
_PHONE = re.compile(r"(?:254|0)?[17]\d{8}")
_TAG = re.compile(r"[^\W\d_][\w.-]+#([1-9]\d{2,6})(?!\d)")


def find_numbers(text: str, *, names: Sequence[str] = ()) -> Iterator[tuple[int, int]]:
    """Yield the spans of numbers in a folded text, but for those in `names` (folded, too)."""
    pays = _PAYING.search(text) is not None
    about_numbers = pays or _CALLING.search(text) is not None
    least = _FROM_CONTEXT if about_numbers else _ALWAYS
    for found in _RUN.finditer(_without_tags(text, names, spare_one=not about_numbers)):
        if _is_number(found.group(), least=least, may_be_scores=not pays):
            yield found.span()


def _without_tags(text: str, names: Sequence[str], *, spare_one: bool) -> str:
    """Put letters where the numbers of names are, of which one may be anybody's."""
    spans = [
        found.span()
        for name in names
        if name and sum(letter.isdigit() for letter in name) <= _LONGEST_TAG
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    ]
    for begin, end in spans:
        text = text[:begin] + "z" * (end - begin) + text[end:]
    if spare_one and (tag := _TAG.search(text)):
        begin, end = tag.span(1)
        text = text[:begin] + "z" * (end - begin) + text[end:]
    return text


def _is_number(run: str, *, least: int, may_be_scores: bool) -> bool:
    groups = list(_groups(run))
    count = sum(map(len, groups))
    if may_be_scores and _are_scores(run, "".join(groups)):
        return False
    # Six digits are a till, unless they are small numbers in a row.
    return count >= least or (count == _TILL and max(map(len, groups)) > 2)


def _groups(run: str) -> Iterator[str]:
    for part in _PART.finditer(run):
        repeats, word, digits = part.groups()
        if word:
            yield _DIGIT_WORDS[word] * _REPEATS.get(repeats, 1)
        else:
            yield digits.translate(_LOOK_ALIKES)


def _are_scores(run: str, digits: str) -> bool:
    if not _SCORES.fullmatch(run.strip("+( ")):
        return False
    sides = re.findall(r"\d+", run)
    pairs = len(sides) // 2
    after_colon = {two for one, two in pairwise(sides) if f"{one}:{two}" in run}
    if pairs > _MOST_SCORES or any(
        len(side) > 1 and side[0] == "0" and side not in after_colon for side in sides
    ):
        return False
    return not _PHONE.fullmatch(digits) or all(int(side) <= _MOST_ROUNDS for side in sides)
