"""Finds numbers that somebody went through one after the other, among those that were sent codes.

Who earns by our SMS owns a block of numbers or makes them up by counting. Of 5,000 numbers that
people chose, among some 30 million in use, six in one run of such steps are not seen in years.
Source: docs/reference/trust.md S12.
"""

from collections.abc import Iterable

LARGEST_STEP = 100
SUSPICIOUS = 6


def longest_run(numbers: Iterable[str]) -> int:
    """Return how many numbers the longest run has, each at most LARGEST_STEP after the one before.

    `numbers` are digits of one length, in any order; what occurs twice counts once.
    """
    longest = length = 0
    before: int | None = None
    for number in sorted({int(one) for one in numbers}):
        is_next = before is not None and number - before <= LARGEST_STEP
        length = length + 1 if is_next else 1
        longest, before = max(longest, length), number
    return longest
