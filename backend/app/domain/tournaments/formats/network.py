"""Brackets before anybody plays: from which seed or match each side of each match comes.

W2.3 is the third match of the second upper round of the padded tree, L is the lower bracket, F1.1
and F2.1 are the finals of a double elimination, B1.1 is the match for the third place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias, TypeVar

from app.domain.tournaments.seeding import bracket_order

T = TypeVar("T")


@dataclass(frozen=True)
class Seed:
    """A seed, from 1; one beyond the field is a bye."""

    number: int


@dataclass(frozen=True)
class WinnerOf:
    """Whoever goes on from a match."""

    key: str


@dataclass(frozen=True)
class LoserOf:
    """Whoever drops from a match."""

    key: str


@dataclass(frozen=True)
class ResetOf:
    """The side `index` of a first final, if the player of the lower bracket won it."""

    key: str
    index: int


Feeder: TypeAlias = Seed | WinnerOf | LoserOf | ResetOf
Network: TypeAlias = dict[str, tuple[Feeder, Feeder]]  # in an order in which feeders come first


def upper_rounds(players: int) -> int:
    """Return the rounds of a bracket in which nobody has lost: ⌈log₂ n⌉."""
    return (players - 1).bit_length()


@cache
def single(players: int, *, bronze: bool) -> Network:
    """Return a single elimination of so many players."""
    rounds = upper_rounds(players)
    network = _upper(rounds)
    if bronze and rounds > 1:
        network["B1.1"] = LoserOf(f"W{rounds - 1}.1"), LoserOf(f"W{rounds - 1}.2")
    return network


@cache
def double(players: int) -> Network:
    """Return a double elimination; with two players it is one match."""
    rounds = upper_rounds(players)
    network = _upper(rounds)
    if rounds == 1:
        return network
    for i in range(1, 2**rounds // 4 + 1):
        network[f"L1.{i}"] = LoserOf(f"W1.{2 * i - 1}"), LoserOf(f"W1.{2 * i}")
    for j in range(1, rounds):
        dropping = drop_order(rounds, j)
        if j > 1:
            for i in range(1, len(dropping) + 1):
                before = f"L{2 * j - 2}"
                winners = WinnerOf(f"{before}.{2 * i - 1}"), WinnerOf(f"{before}.{2 * i}")
                network[f"L{2 * j - 1}.{i}"] = winners
        for i, match in enumerate(dropping, 1):
            drop = LoserOf(f"W{j + 1}.{match}")
            network[f"L{2 * j}.{i}"] = drop, WinnerOf(f"L{2 * j - 1}.{i}")
    network["F1.1"] = WinnerOf(f"W{rounds}.1"), WinnerOf(f"L{2 * rounds - 2}.1")
    network["F2.1"] = ResetOf("F1.1", 0), ResetOf("F1.1", 1)
    return network


def _upper(rounds: int) -> Network:
    seeds = [Seed(number) for number in bracket_order(2**rounds)]
    network: Network = {}
    for i in range(1, len(seeds) // 2 + 1):
        network[f"W1.{i}"] = seeds[2 * i - 2], seeds[2 * i - 1]
    for r in range(2, rounds + 1):
        for i in range(1, 2 ** (rounds - r) + 1):
            network[f"W{r}.{i}"] = WinnerOf(f"W{r - 1}.{2 * i - 1}"), WinnerOf(f"W{r - 1}.{2 * i}")
    return network


def _natural(row: list[T]) -> list[T]:
    return row


def _reverse(row: list[T]) -> list[T]:
    return row[::-1]


def _half_shift(row: list[T]) -> list[T]:
    half = len(row) // 2
    return row[half:] + row[:half]


def _reverse_halves(row: list[T]) -> list[T]:
    return _half_shift(row[::-1])


def _pair_flip(row: list[T]) -> list[T]:
    return [row[i ^ 1] for i in range(len(row))]


Order: TypeAlias = Callable[[list[int]], list[int]]

# By rounds of the upper bracket (8, 16, … 128 seats): how its second, third … losers are crossed.
_ORDERS: dict[int, tuple[Order, ...]] = {
    3: (_reverse,),
    4: (_reverse_halves, _reverse),
    5: (_reverse, _half_shift, _natural),
    6: (_reverse, _half_shift, _reverse, _natural),
    7: (_reverse, _half_shift, _pair_flip, _pair_flip, _pair_flip),
}
# Above 128 seats, 256 players by coin flips meet again 1.6 times a tournament and never before L7;
# in their natural order it would be 54 times, from L2 on.
_CYCLE: tuple[Order, ...] = (_reverse, _half_shift, _pair_flip)


def drop_order(rounds: int, j: int) -> list[int]:
    """Return the matches of W(j+1) in the order in which their losers enter L(2j)."""
    row = list(range(1, 2 ** (rounds - j - 1) + 1))
    if len(row) == 1:
        return row
    if rounds in _ORDERS:
        return _ORDERS[rounds][j - 1](row)
    return _CYCLE[(j - 1) % len(_CYCLE)](row)
