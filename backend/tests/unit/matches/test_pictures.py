"""The same picture is known again, however it was saved; a rematch's scoreboard is not it."""

from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given, strategies
from PIL import Image, ImageDraw, ImageEnhance

from app.domain.matches.pictures import (
    BANDS,
    FARTHEST,
    Fingerprint,
    bands,
    distance,
    neighbours,
    thumb_gap,
)
from app.domain.matches.resemblance import Resemblance, compare
from app.integrations.pictures import prepare
from tests.support.pictures import encoded, rematch, scoreboard

HASHES = strategies.integers(min_value=-(2**63), max_value=2**63 - 1)


def seen(picture: Image.Image, quality: int = 90) -> Fingerprint:
    found = prepare(encoded(picture, quality=quality)).fingerprint
    assert found is not None
    return found


def is_the_same(one: Fingerprint, two: Fingerprint) -> bool:
    return compare(one.detail, two.detail) is Resemblance.SAME


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
    "slightly cropped": lambda picture: seen(
        picture.crop((25, 9, picture.width - 40, picture.height - 30)), quality=85
    ),
    "cropped and half the size": lambda picture: seen(
        resized(picture.crop((12, 20, picture.width - 20, picture.height - 8)), 0.5), quality=75
    ),
    "with a sticker on a number": lambda picture: seen(stuck(picture, (980, 310))),
    "with a sticker on a name": lambda picture: seen(stuck(picture, (340, 500))),
}


def stuck(picture: Image.Image, corner: tuple[int, int]) -> Image.Image:
    covered = picture.copy()
    x, y = corner
    ImageDraw.Draw(covered).rectangle([x, y, x + 90, y + 60], fill=(200, 30, 30))
    return covered


@pytest.mark.parametrize("change", CHANGES)
def test_a_picture_is_known_again(change: str) -> None:
    for seed in range(5):
        picture = scoreboard(seed, map_seed=seed)
        assert is_the_same(seen(picture), CHANGES[change](picture)), seed


def test_another_match_on_the_same_map_is_another_picture() -> None:
    prints = [seen(scoreboard(seed, map_seed=3)) for seed in range(8)]
    pairs = list(combinations(prints, 2))
    assert [pair for pair in pairs if is_the_same(*pair)] == []
    near = [pair for pair in pairs if distance(pair[0].phash, pair[1].phash) <= FARTHEST]
    assert len(near) > len(pairs) / 2, "the details have something to decide"


@pytest.mark.parametrize("size", [(1920, 1080), (2400, 1080)])
@pytest.mark.parametrize("font", [16, 24, 36])
def test_a_rematch_of_two_players_on_one_map_is_another_picture(
    font: int, size: tuple[int, int]
) -> None:
    """Nothing but the numbers is new; where one number is all that differs, nobody is accused."""
    prints = [seen(rematch(seed, size=size, font=font)) for seed in range(6)]
    pairs = list(combinations(prints, 2))
    assert [pair for pair in pairs if is_the_same(*pair)] == []
    for pair in pairs:
        assert distance(pair[0].phash, pair[1].phash) <= FARTHEST, "the hashes see no difference"


def test_one_other_number_is_for_a_referee_to_look_at() -> None:
    one, two = rematch(1), rematch(1)
    ImageDraw.Draw(two).rectangle([995, 315, 1090, 350], fill=(20, 20, 25))
    assert compare(seen(one).detail, seen(two).detail) is Resemblance.UNSURE


def test_a_picture_without_details_proves_nothing() -> None:
    plain = seen(Image.linear_gradient("L").convert("RGB").resize((1920, 1080)))
    assert compare(plain.detail, plain.detail) is Resemblance.UNSURE
    assert compare(plain.detail, b"x\x9c\x03\x00\x00\x00\x00\x01") is Resemblance.UNSURE


def test_thumbnails_are_compared_whatever_their_brightness() -> None:
    dark, other = bytes(range(100)), bytes(reversed(range(100)))
    assert thumb_gap(dark, bytes(level + 40 for level in dark)) == 0
    assert thumb_gap(dark, other) > 100


def test_another_map_is_another_picture() -> None:
    prints = [seen(scoreboard(7, map_seed=seed)) for seed in range(10)]
    assert not any(is_the_same(*pair) for pair in combinations(prints, 2))


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
