"""Who gets which seed: by strength, by points, by hand or by lot, and where a seed starts.

A lot is drawn by a secret whose hash is published before check-in ends, so that everybody can see
afterwards that nobody chose the order.
"""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from app.domain.ratings.glicko2 import PROVISIONAL_ABOVE
from app.domain.tournaments.vocabulary import NotPossible

SECRET_BYTES = 32


@dataclass(frozen=True)
class Entrant:
    """A player of the field: their rating and RD, points of the series, and when they entered."""

    player: int
    registered_at: datetime
    rating: float = 0.0
    deviation: float = 0.0
    points: int = 0


def by_rating(entrants: Iterable[Entrant]) -> tuple[int, ...]:
    """Return players by rating − RD, which places the unknown low.

    A provisional player never stands above an established one. Equals: who entered earlier.
    """
    return _ids(
        sorted(
            entrants,
            key=lambda one: (
                one.deviation > PROVISIONAL_ABOVE,
                one.deviation - one.rating,
                one.registered_at,
                one.player,
            ),
        )
    )


def by_points(entrants: Iterable[Entrant]) -> tuple[int, ...]:
    """Return players by the points of their series; equals: who entered earlier."""
    return _ids(sorted(entrants, key=lambda one: (-one.points, one.registered_at, one.player)))


def by_hand(entrants: Iterable[Entrant], order: Sequence[int]) -> tuple[int, ...]:
    """Return the order of staff, which must name everybody once."""
    if sorted(order) != sorted(one.player for one in entrants):
        raise NotPossible("The order must name each player of the field once")
    return tuple(order)


def by_lot(
    entrants: Iterable[Entrant], *, tournament_id: int, secret: bytes, commitment: str
) -> tuple[int, ...]:
    """Return the order that the published secret draws; anybody can compute it again."""
    if not verify_commitment(commitment, secret):
        raise NotPossible("The secret is not the one whose hash was published")

    def lot(one: Entrant) -> bytes:
        ticket = f"{tournament_id}:{one.player}".encode()
        return hmac.digest(secret, ticket, "sha256")

    return _ids(sorted(entrants, key=lot))


def commitment_to(secret: bytes) -> str:
    """Return the hash (SHA-256, hexadecimal) to publish before check-in ends."""
    if len(secret) < SECRET_BYTES:
        raise NotPossible(f"A secret has at least {SECRET_BYTES} bytes, or it can be guessed")
    return hashlib.sha256(secret).hexdigest()


def verify_commitment(commitment: str, secret: bytes) -> bool:
    """Return whether `secret` is the one that was committed to."""
    return hmac.compare_digest(commitment, hashlib.sha256(secret).hexdigest())


@cache
def bracket_order(size: int) -> tuple[int, ...]:
    """Return the seeds of a bracket from top to bottom: 1-8, 4-5, 2-7, 3-6 with `size` 8.

    Favourites meet as late as they can, and who has no opponent (a seed beyond the field) is
    opposite the best.
    """
    order = [1]
    while len(order) < size:
        total = 2 * len(order) + 1
        order = [seed for one in order for seed in (one, total - one)]
    return tuple(order)


def snake(players: Sequence[int], groups: int) -> tuple[tuple[int, ...], ...]:
    """Deal players into groups, there and back, so that the groups are equally strong."""
    found: list[list[int]] = [[] for _ in range(groups)]
    for index, player in enumerate(players):
        row, column = divmod(index, groups)
        found[column if row % 2 == 0 else groups - 1 - column].append(player)
    return tuple(tuple(group) for group in found)


def _ids(entrants: Iterable[Entrant]) -> tuple[int, ...]:
    return tuple(one.player for one in entrants)
