"""The twenty kinds of rings that are injected; sizes and rates differ between rings and seeds."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from tests.unit.conduct.rings.world import DAYS, Account, Manners, Ring, World

_LINKED = 0.5  # of the kinds that are not about links


@dataclass(frozen=True)
class Rates:
    """How hard the rings of one seed work: drawn once for a seed."""

    many: float  # times the usual number of arranged matches
    cover: float  # times the usual number of honest matches beside them
    quick: float  # chance that an arranged match is over within two minutes
    slip: float  # chance that an arranged match ends the other way


@dataclass(frozen=True)
class Work:
    """A ring being built."""

    world: World
    rates: Rates

    def person(self, cover: tuple[int, int], stake: int = 200) -> Account:
        """Add a member who also plays so many honest matches."""
        one = self.world.account(stake=stake)
        self.world.plays_the_queue(one, self.some(cover, times=self.rates.cover))
        return one

    def some(self, between: tuple[int, int], *, times: float | None = None) -> int:
        """Draw a number, scaled by the rates of the seed."""
        drawn = self.world.dice.randint(*between)
        return max(round(drawn * (self.rates.many if times is None else times)), between[0] and 1)

    def lose(
        self,
        loser: Account,
        winner: Account,
        times: int,
        *,
        stakes: tuple[int, ...] = (100, 200, 500),
        manners: Manners | None = None,
        days: float = DAYS,
        slip: float | None = None,
    ) -> None:
        """Plan matches that `winner` wins, spread over so many days."""
        dice = self.world.dice
        begins = dice.uniform(0, DAYS - days) if days < DAYS else 0
        slips = self.rates.slip if slip is None else slip
        for _ in range(times):
            outcome = 1.0 if dice.random() < slips else 0.0
            self.world.plan(
                loser,
                winner,
                dice.choice(stakes),
                at=begins + dice.uniform(0, days),
                outcome=outcome,
                manners=manners or self.subtle(),
            )

    def subtle(self) -> Manners:
        """Return how matches go that should look real."""
        return Manners(quick=0.04 + self.rates.quick * 0.15)

    def hasty(self) -> Manners:
        """Return how matches go that nobody plays."""
        return Manners(quick=self.rates.quick)


def _fast_dump(work: Work) -> list[Account]:
    loser, winner = work.person((0, 3)), work.person((5, 20))
    work.lose(loser, winner, work.some((7, 14)), manners=work.hasty(), days=3)
    return [winner, loser]


def _slow_dump(work: Work) -> list[Account]:
    loser, winner = work.person((3, 12)), work.person((10, 30))
    work.lose(loser, winner, work.some((10, 18)))
    return [winner, loser]


def _hidden_dump(work: Work) -> list[Account]:
    loser, winner = work.person((15, 40)), work.person((20, 50))
    work.lose(loser, winner, work.some((8, 14)), stakes=(500, 1000))
    return [winner, loser]


def _alternate_wins(work: Work) -> list[Account]:
    one, two = work.person((4, 15)), work.person((4, 15))
    turns = work.some((14, 26))
    for turn in range(turns):
        work.world.plan(
            one, two, 100, at=DAYS * (turn + 0.5) / turns, outcome=float(turn % 2),
            manners=work.subtle(),
        )  # fmt: skip
    return [one, two]


def _hub(work: Work) -> list[Account]:
    winner = work.person((8, 25))
    losers = [work.person((1, 6)) for _ in range(work.world.dice.randint(3, 6))]
    for loser in losers:
        work.lose(loser, winner, work.some((4, 8)), days=20)
    return [winner, *losers]


def _hub_via_three(work: Work) -> list[Account]:
    winner = work.person((8, 25))
    middle = [work.person((4, 12)) for _ in range(3)]
    losers = [work.person((1, 5)) for _ in range(work.world.dice.randint(2, 3))]
    for loser in losers:
        for between in middle:
            work.lose(loser, between, work.some((2, 4)), days=30)
    for between in middle:
        work.lose(between, winner, work.some((4, 7)), days=30)
    return [winner, *middle, *losers]


def _account_farm(work: Work) -> list[Account]:
    winner = work.person((5, 20))
    losers = [work.person((0, 1)) for _ in range(work.world.dice.randint(5, 10))]
    for loser in losers:
        work.lose(loser, winner, work.some((1, 3)), days=2, manners=work.hasty())
    return [winner, *losers]


def _sandbagger(work: Work) -> list[Account]:
    bag, helper = work.person((5, 15)), work.person((4, 10))
    work.lose(bag, helper, work.some((6, 10)), stakes=(20, 50), days=30)
    work.lose(helper, bag, work.some((5, 9)), stakes=(500, 1000), days=30)
    return [bag, helper]


def _smurf_boost(work: Work) -> list[Account]:
    smurf = work.person((5, 15))
    helpers = [work.person((3, 10)) for _ in range(work.world.dice.randint(2, 3))]
    for helper in helpers:
        work.lose(helper, smurf, work.some((6, 10)), stakes=(20,), days=6, manners=work.hasty())
    return [smurf, *helpers]


def _board_pump(work: Work) -> list[Account]:
    winner = work.person((8, 25))
    losers = [work.person((4, 12)) for _ in range(work.world.dice.randint(3, 4))]
    for loser in losers:
        work.lose(loser, winner, work.some((6, 9)), stakes=(200,))
    return [winner, *losers]


def _stake_ladder(work: Work) -> list[Account]:
    mule, winner = work.person((1, 6)), work.person((5, 15))
    steps = [20, 20, 50, 50, 100, 200, 500, 1000, 1000, 1000][: work.some((8, 10))]
    for step, stake in enumerate(steps):
        work.world.plan(
            mule, winner, stake, at=20 + step * 1.5, outcome=float(stake < 200),
            manners=work.subtle(),
        )  # fmt: skip
    return [winner, mule]


def _forfeits(work: Work) -> list[Account]:
    loser, winner = work.person((3, 10)), work.person((6, 20))
    manners = Manners(forfeit=0.85)
    work.lose(loser, winner, work.some((7, 12)), manners=manners, slip=0, days=25)
    return [winner, loser]


def _draw_farm(work: Work) -> list[Account]:
    one, two = work.person((2, 8)), work.person((2, 8))
    for _ in range(work.some((8, 16))):
        work.world.plan(one, two, 100, outcome=0.5, manners=work.hasty())
    return [one, two]


def _dispute_split(work: Work) -> list[Account]:
    one, two = work.person((5, 12)), work.person((5, 12))
    manners = Manners(dispute=0.75)
    work.lose(one, two, work.some((6, 11)), manners=manners, slip=0.3)
    return [one, two]


def _pass_through(work: Work) -> list[Account]:
    chain = [work.person((1, 6)) for _ in range(work.world.dice.randint(3, 4))]
    for loser, winner in pairwise(chain):
        work.lose(loser, winner, work.some((4, 7)), stakes=(500, 1000), days=10)
    return chain


def _soft_tournament(work: Work) -> list[Account]:
    winner = work.person((8, 20))
    losers = [work.person((8, 20)) for _ in range(work.world.dice.randint(2, 3))]
    for loser in losers:
        work.lose(loser, winner, work.some((5, 9)), stakes=(0,))
    return [winner, *losers]


def _bracket_feeder(work: Work) -> list[Account]:
    winner = work.person((8, 20))
    losers = [work.person((1, 6)) for _ in range(work.world.dice.randint(3, 5))]
    manners = Manners(forfeit=0.8)
    for loser in losers:
        work.lose(loser, winner, work.some((3, 5)), stakes=(0,), manners=manners, slip=0)
    return [winner, *losers]


def _shared_device(work: Work) -> list[Account]:
    members = _slow_dump(work)
    work.world.link(*members, device=True)
    return members


def _shared_number(work: Work) -> list[Account]:
    members = _slow_dump(work)
    work.world.link(*members, device=False)
    return members


def _no_links(work: Work) -> list[Account]:
    return (_hub if work.world.dice.random() < 0.5 else _slow_dump)(work)


KINDS: dict[str, Callable[[Work], list[Account]]] = {
    "fast dump": _fast_dump,
    "slow dump": _slow_dump,
    "hidden dump": _hidden_dump,
    "alternating wins": _alternate_wins,
    "hub": _hub,
    "hub via three": _hub_via_three,
    "account farm": _account_farm,
    "sandbagger": _sandbagger,
    "smurf boost": _smurf_boost,
    "board pump": _board_pump,
    "stake ladder": _stake_ladder,
    "forfeits": _forfeits,
    "draw farm": _draw_farm,
    "dispute split": _dispute_split,
    "pass-through": _pass_through,
    "soft tournament play": _soft_tournament,
    "bracket feeder": _bracket_feeder,
    "shared device": _shared_device,
    "shared number": _shared_number,
    "no links": _no_links,
}
_ALWAYS = {"shared device", "shared number"}
_NEVER = {"no links"}


def inject(world: World, *, rings_of_each: int) -> None:
    """Add so many rings of each kind."""
    dice = world.dice
    rates = Rates(
        many=dice.uniform(0.8, 1.3),
        cover=dice.uniform(0.7, 1.4),
        quick=dice.uniform(0.3, 0.8),
        slip=dice.uniform(0, 0.1),
    )
    work = Work(world, rates)
    for kind, build in KINDS.items():
        for _ in range(rings_of_each):
            members = build(work)
            linked = kind in _ALWAYS or (kind not in _NEVER and dice.random() < _LINKED)
            if linked and kind not in _ALWAYS:
                for other in members[1:]:
                    world.link(members[0], other, device=dice.random() < 0.6)
            ids = frozenset(one.id for one in members)
            world.rings.append(Ring(kind, ids, linked))
