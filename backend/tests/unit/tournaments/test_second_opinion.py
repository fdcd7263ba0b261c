"""Every bracket of 2 to 64 players, match by match as npm's brackets-manager 1.11.1 plays it.

`second_opinion.mjs` let that library play favourites, upsets and three patterns that are as good as
dice, and wrote a hash of all matches of each (who met whom where, and who won). Its quirks: it
leaves a second final ready that nobody needs, which the script passes over; with two players a
double elimination is one match; its `balanceByes` would give byes to others than the best, and is
off. Above 128 seats it does not cross losers at all, and we differ (tournaments.md §2.2).
"""

import hashlib
import json
from pathlib import Path

import pytest

from app.domain.tournaments.vocabulary import Format, Match, Outcome, won_by
from tests.unit.tournaments.playing import DOUBLE, SINGLE, a_tournament, play_out, real_matches

OPINION: dict[str, dict[str, list[str]]] = json.loads(
    Path(__file__).with_name("second_opinion.json").read_text()
)
PATTERNS = range(5)


class Judge:
    """Decide who wins by the pattern and the two seeds, as the script does."""

    def __init__(self, pattern: int) -> None:
        self.pattern = pattern

    def __call__(self, match: Match) -> Outcome:
        low, high = sorted(match.players)
        if self.pattern < 2:
            return won_by(high if self.pattern else low)
        dice = (low * 7919 + high * 104729 + self.pattern * 1299709) % 65537
        return won_by(high if dice % 2 else low)


def played(kind: Format, players: int, pattern: int) -> str:
    """Return all matches between two players, such as `W1.1:1-8>1`."""
    bronze = kind is SINGLE and players > 3
    finished = play_out(a_tournament(kind, players, bronze=bronze), Judge(pattern))
    texts = []
    for match in real_matches(finished):
        low, high = sorted(match.players)
        texts.append(f"{match.key}:{low}-{high}>{match.winner}")
    return " ".join(sorted(texts))


@pytest.mark.parametrize("players", range(2, 65))
@pytest.mark.parametrize("kind", [SINGLE, DOUBLE])
def test_brackets_manager_agrees_match_by_match(kind: Format, players: int) -> None:
    ours = [
        hashlib.sha256(played(kind, players, pattern).encode()).hexdigest()[:16]
        for pattern in PATTERNS
    ]
    assert ours == OPINION[kind.value][str(players)]


def test_every_pattern_of_every_size_is_compared() -> None:
    assert sum(len(each) for kind in OPINION.values() for each in kind.values()) == 630
