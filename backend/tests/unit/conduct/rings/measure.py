"""How well the detector does on simulated play: by account, by ring, and by kind."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.conduct.rings.detection import detect
from app.domain.conduct.rings.facts import Facts
from tests.unit.conduct.rings.kinds import KINDS, inject
from tests.unit.conduct.rings.world import Ring, World, honest_players, play


@dataclass(frozen=True)
class Measured:
    """What one seed gave; `flagged` and `accounts` are numbers of accounts."""

    rings: list[Ring]
    flagged: set[int]
    accounts: int

    @property
    def share(self) -> float:
        """Return which part of all accounts belongs to rings."""
        return len(self.guilty) / self.accounts

    @property
    def guilty(self) -> set[int]:
        """Return the accounts of all rings."""
        return {account for ring in self.rings for account in ring.members}


def simulate(seed: int, *, honest: int, rings_of_each: int) -> tuple[World, Facts]:
    """Play sixty days with so many honest accounts and rings of each kind."""
    world = World(random.Random(seed))  # repeatable, and nothing is secret
    honest_players(world, honest)
    inject(world, rings_of_each=rings_of_each)
    return world, play(world)


def measure(seed: int, *, honest: int, rings_of_each: int) -> Measured:
    """Simulate, detect, and return who was flagged."""
    world, facts = simulate(seed, honest=honest, rings_of_each=rings_of_each)
    flagged = {account for found in detect(facts) for account in found.members}
    return Measured(world.rings, flagged, len(world.accounts))


def precision(runs: Iterable[Measured]) -> float:
    """Return which part of the flagged accounts belongs to rings."""
    runs = list(runs)
    right = sum(len(run.flagged & run.guilty) for run in runs)
    return right / max(sum(len(run.flagged) for run in runs), 1)


def recall(runs: Iterable[Measured], *, linked: bool | None = None, kind: str = "") -> float:
    """Return which part of the accounts of such rings was flagged."""
    found = [
        (len(ring.members & run.flagged), len(ring.members)) for run in runs
        for ring in _such(run, linked, kind)
    ]  # fmt: skip
    return sum(part for part, _ in found) / max(sum(whole for _, whole in found), 1)


def rings_found(runs: Iterable[Measured], *, linked: bool | None = None, kind: str = "") -> float:
    """Return of which part of such rings at least two accounts were flagged."""
    found = [
        len(ring.members & run.flagged) > 1 for run in runs for ring in _such(run, linked, kind)
    ]
    return sum(found) / max(len(found), 1)


def _such(run: Measured, linked: bool | None, kind: str) -> list[Ring]:
    return [ring for ring in run.rings if linked in (None, ring.linked) and kind in ("", ring.kind)]


def table(runs: list[Measured]) -> str:
    """Return one line for each kind: how many of its rings and accounts were found."""
    lines = [f"{'kind':<22}{'rings':>8}{'accounts':>10}"]
    lines += [
        f"{kind:<22}{rings_found(runs, kind=kind):>8.2f}{recall(runs, kind=kind):>10.2f}"
        for kind in KINDS
    ]
    for name, linked in (("linked", True), ("without links", False), ("all", None)):
        lines.append(
            f"{name:<22}{rings_found(runs, linked=linked):>8.2f}"
            f"{recall(runs, linked=linked):>10.2f}"
        )
    return "\n".join(lines)
