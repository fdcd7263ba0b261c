"""The same picture is known again, however it was saved; another match's scoreboard is not it."""

from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given, strategies
from PIL import Image, ImageEnhance

from app.domain.matches.pictures import (
    BANDS,
    FARTHEST,
    Fingerprint,
    bands,
    distance,
    looks_the_same,
    neighbours,
)
from app.integrations.pictures import prepare
from tests.support.pictures import encoded, scoreboard

HASHES = strategies.integers(min_value=-(2**63), max_value=2**63 - 1)


def seen(picture: Image.Image, quality: int = 90) -> Fingerprint:
    found = prepare(encoded(picture, quality=quality)).fingerprint
    assert found is not None
    return found


def resized(picture: Image.Image, by: float) -> Image.Image:
    return picture.resize((int(picture.width * by), int(picture.height * by)))


CHANGES: dict[str, Callable[[Image.Image], Fingerprint]] = {
    "saved again": lambda picture: seen(picture, quality=60),
    "saved badly": lambda picture: seen(resized(picture, 0.9), quality=30),
    "half the size": lambda picture: seen(resized(picture, 0.5), quality=80),
    "a third of the size": lambda picture: seen(resized(picture, 0.33), quality=70),
    "larger": lambda picture: seen(resized(picture, 1.3), quality=80),
    "brighter": lambda picture: seen(ImageEnhance.Brightness(picture).enhance(1.15)),
    "another format": lambda picture: (
        prepare(encoded(picture, "WEBP", quality=50)).fingerprint
        or pytest.fail("a scoreboard has a fingerprint")
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_picture_is_known_again(change: str) -> None:
    for seed in range(5):
        picture = scoreboard(seed, map_seed=seed)
        assert looks_the_same(seen(picture), CHANGES[change](picture)), seed


def test_another_match_on_the_same_map_is_another_picture() -> None:
    """Its hashes are near, since only names and numbers differ; the thumbnail differs."""
    prints = [seen(scoreboard(seed, map_seed=3)) for seed in range(16)]
    pairs = list(combinations(prints, 2))
    assert [pair for pair in pairs if looks_the_same(*pair)] == []
    near = [pair for pair in pairs if distance(pair[0].phash, pair[1].phash) <= FARTHEST]
    assert len(near) > len(pairs) / 2, "the thumbnail has something to decide"


def test_another_map_is_another_picture() -> None:
    prints = [seen(scoreboard(7, map_seed=seed)) for seed in range(10)]
    assert not any(looks_the_same(*pair) for pair in combinations(prints, 2))


@given(HASHES, strategies.sets(strategies.integers(0, 63), max_size=FARTHEST))
def test_every_near_hash_is_found_in_one_band_at_least(phash: int, bits: set[int]) -> None:
    other = phash ^ sum(1 << bit for bit in bits)
    assert distance(phash, other) == len(bits)
    pairs = zip(bands(phash), bands(other), strict=True)
    assert any(theirs in set(neighbours(mine)) for mine, theirs in pairs)


@given(HASHES)
def test_the_bands_are_the_hash(phash: int) -> None:
    found = bands(phash)
    assert len(found) == BANDS
    joined = sum(band << shift for band, shift in zip(found, (48, 32, 16, 0), strict=True))
    assert joined == phash % 2**64


def test_a_band_has_a_hundred_and_thirty_seven_neighbours_with_itself() -> None:
    assert len(set(neighbours(12345))) == len(list(neighbours(12345))) == 137
