"""Pictures as evidence: how large they may be, and which earlier ones one is compared with.

An index finds similar pictures by their hashes, thumbnails put the most similar first, and a
comparison of details decides (`resemblance.py`): the scoreboards of two honest matches on one map
lie within any distance of hashes, because only numbers differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from app.domain.errors import Conflict
from app.domain.matches.states import MatchStatus, VerificationState
from app.domain.problems import ProblemCode

PICTURES_A_SIDE = 10
LARGEST_BYTES = 10 * 1024 * 1024
LARGEST_PIXELS = 40_000_000  # above every phone's ordinary pictures
# Before a picture is shrunk, so that none takes the thread of pictures for more than a second.
# 16.7 megapixels of a PNG with four channels, half of that with 16 bits each; a 40-megapixel JPEG.
MOST_UNPACKED_BYTES = 64 * 1024 * 1024
MOST_SCANNED_PIXELS = 600_000_000
SMALLEST_EDGE = 32  # pixels; nobody can read anything smaller
LONGEST_EDGE = 2_000  # of what is kept, in pixels: a full screen stays readable
CLOCK_TOLERANCE = timedelta(minutes=30)

BANDS = 4
_BAND_BITS = 16
_BAND_MASK = (1 << _BAND_BITS) - 1
# Hashes of 64 bits that differ in 11 at most differ in 2 at most in one of their four bands, so
# looking up every value within 2 of each band misses none (multi-index hashing, Norouzi 2012).
# Cropped by two percent on each side a scoreboard moves by up to 8, by four percent up to 14.
FARTHEST = 11
_FARTHEST_IN_A_BAND = FARTHEST // BANDS

THUMB_EDGE = 32


@dataclass(frozen=True)
class Fingerprint:
    """The appearance of a picture: two hashes (64 bits, signed), a thumbnail, packed details."""

    phash: int
    dhash: int
    thumb: bytes
    detail: bytes


@dataclass(frozen=True)
class Picture:
    """A picture as we keep it: decoded, turned upright, without metadata, re-encoded.

    `fingerprint` is None where there is too little to see to compare it, `taken_at` where
    the file did not say when it was taken.
    """

    original_sha256: bytes
    original_bytes: int
    data: bytes
    sha256: bytes
    content_type: str
    width: int
    height: int
    fingerprint: Fingerprint | None
    taken_at: datetime | None = None


def is_of_another_time(taken_at: datetime | None, *, began: datetime, now: datetime) -> bool:
    """Say whether a picture says of itself that it was taken before its match, or after `now`.

    Phones' clocks are a little off, and many pictures do not name the time zone.
    """
    return taken_at is not None and not began - CLOCK_TOLERANCE <= taken_at <= now + CLOCK_TOLERANCE


def bands(phash: int) -> tuple[int, ...]:
    """Return the four 16-bit parts of a hash, the highest first."""
    return tuple((phash >> shift) & _BAND_MASK for shift in range(48, -1, -_BAND_BITS))


def neighbours(band: int) -> Iterator[int]:
    """Give `band` and every value that differs from it in two bits at most: 137 of them."""
    yield band
    for count in range(1, _FARTHEST_IN_A_BAND + 1):
        for bits in combinations(range(_BAND_BITS), count):
            yield band ^ sum(1 << bit for bit in bits)


def distance(one: int, two: int) -> int:
    """Return in how many of 64 bits two hashes differ."""
    return ((one ^ two) & ((1 << 64) - 1)).bit_count()


def thumb_gap(one: bytes, two: bytes) -> float:
    """Return how different two thumbnails are, whatever their brightness: 0 for the same."""
    gaps = [a - b for a, b in zip(one, two, strict=True)]
    brighter = sum(gaps) / len(gaps)
    return sum((gap - brighter) ** 2 for gap in gaps) / len(gaps)


def pictures_are_full() -> Conflict:
    """Return the refusal of an eleventh picture."""
    return Conflict(
        ProblemCode.TOO_MANY_PICTURES,
        f"{PICTURES_A_SIDE} pictures are the most for one match.",
        limit=PICTURES_A_SIDE,
    )


def quota_is_full(megabytes: int) -> Conflict:
    """Return the refusal of a picture beyond what is kept of one player."""
    return Conflict(
        ProblemCode.PICTURE_QUOTA_REACHED,
        f"We keep {megabytes} MB of pictures of a player, and yours are that many. The oldest go by"
        " themselves; if you need to show something now, write to our support.",
        limit=megabytes,
    )


def may_show(
    *, status: str, verification_state: str, due_at: datetime | None, now: datetime
) -> bool:
    """Say whether players may show pictures: while they play, and in the window of a dispute.

    Not once the opponent's can be seen, or one could answer it with something made to fit.
    """
    if status == MatchStatus.DISPUTED:
        is_open = verification_state == VerificationState.EVIDENCE
        return is_open and (due_at is None or now < due_at)
    return status == MatchStatus.ACTIVE


def shows_both(*, verification_state: str, may_be_answered: bool = False) -> bool:
    """Say whether each player sees the other's pictures of the present game.

    `may_be_answered`: the end of the match can be contested, and pictures shown about that.
    """
    if verification_state == VerificationState.SETTLED:
        return not may_be_answered
    return verification_state == VerificationState.ADMIN_REVIEW
