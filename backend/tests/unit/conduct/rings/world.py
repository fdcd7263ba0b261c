"""Simulated play of sixty days: honest players with friends and shared phones, and rings.

Honest players are drawn so that they look like cheats now and then: brothers of unequal skill who
only play each other, rivals who dispute, quick surrenders, bad lines that end in forfeits, phones
and payout numbers of a household, newcomers who lose one deposit to a friend and never come back,
careless play for small stakes, and players who learn.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.conduct.rings.facts import Facts, Game, Money, pair_of

DAYS = 60
_STAKES = (20, 50, 100, 200, 500, 1000)
_START = 1000.0


@dataclass
class Account:
    """One account: its true skill (points), and what was paid in and out."""

    id: int
    skill: float
    stake: int
    learns: float = 0.0  # points in sixty days
    careless: float = 0.0  # points less when little is at stake
    rating: float = _START
    games: int = 0
    wallet: float = 0.0
    deposited: float = 0.0
    withdrawn: float = 0.0


@dataclass(frozen=True)
class Manners:
    """How matches of a pair, or of anybody, go beside who wins them (chances 0..1)."""

    quick: float = 0.03  # over within two minutes
    forfeit: float = 0.04
    dispute: float = 0.03
    draw: float = 0.015


HONEST = Manners()


@dataclass(frozen=True)
class Plan:
    """One match that will be played; `outcome` (1, 0.5, 0 of `one`) is arranged, or None."""

    at: float
    one: int
    two: int | None  # None: whom the queue finds
    stake: float
    manners: Manners = HONEST
    outcome: float | None = None


@dataclass
class World:
    """Accounts, what they will play, and the truth about rings."""

    dice: random.Random
    accounts: list[Account] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    devices: set[tuple[int, int]] = field(default_factory=set)
    numbers: set[tuple[int, int]] = field(default_factory=set)
    rings: list["Ring"] = field(default_factory=list)
    honest: int = 0

    def account(self, stake: int | None = None) -> Account:
        """Add an account with a drawn skill."""
        dice = self.dice
        one = Account(
            id=len(self.accounts) + 1,
            skill=dice.gauss(_START, 220),
            stake=stake or dice.choices(_STAKES, weights=(2, 4, 4, 3, 2, 1))[0],
            learns=dice.uniform(0, 200) if dice.random() < 0.3 else 0,
            careless=dice.uniform(30, 150) if dice.random() < 0.15 else 0,
        )
        self.accounts.append(one)
        return one

    def plan(self, one: Account, other: Account | None, stake: float, **how: object) -> None:
        """Add a match on a random day."""
        at = how.pop("at", None)
        at = self.dice.uniform(0, DAYS) if at is None else at
        rival = None if other is None else other.id
        self.plans.append(Plan(at, one.id, rival, stake, **how))  # type: ignore[arg-type]

    def plays_the_queue(self, one: Account, matches: int) -> None:
        """Let an account play honestly against whom the queue finds."""
        for _ in range(matches):
            self.plan(one, None, self.stake_of(one))

    def stake_of(self, one: Account) -> float:
        """Return a stake near the account's own."""
        at = _STAKES.index(one.stake) + self.dice.choice((-1, 0, 0, 0, 1))
        return _STAKES[min(max(at, 0), len(_STAKES) - 1)]

    def link(self, one: Account, other: Account, *, device: bool) -> None:
        """Let two accounts share a device, or a payout number."""
        (self.devices if device else self.numbers).add(pair_of(one.id, other.id))


@dataclass(frozen=True)
class Ring:
    """An injected ring: its kind, its accounts, and whether they share a device or number."""

    kind: str
    members: frozenset[int]
    linked: bool


def honest_players(world: World, count: int) -> None:
    """Add `count` honest accounts with friends, households and habits."""
    dice = world.dice
    people = [world.account() for _ in range(count)]
    world.honest = count
    for one in people:
        matches = int(min(dice.lognormvariate(2.5, 0.9), 150))
        if dice.random() < 0.12:  # tried it and left
            matches = dice.randint(1, 4)
        with_friends = dice.choices((0, 0.15, 0.4, 0.9), weights=(50, 30, 15, 5))[0]
        friends = [dice.choice(people) for _ in range(dice.randint(1, 3))]
        mixed = [_friendship(world, one, friend) for friend in friends if friend is not one]
        for _ in range(matches):
            if mixed and dice.random() < with_friends:
                dice.choice(mixed)()
            else:
                world.plan(one, None, world.stake_of(one))
    for _ in range(count // 40):
        _household(world, people)
    for _ in range(count // 100):
        _guest(world, dice.choice(people))


def _friendship(world: World, one: Account, friend: Account) -> Callable[[], None]:
    """Return what plans a match of two friends; how they play is theirs, and so is the stake."""
    dice = world.dice
    manners = Manners(
        quick=dice.choice((0.02, 0.03, 0.03, 0.08, 0.2)),
        forfeit=dice.choice((0.02, 0.04, 0.04, 0.2)),
        dispute=dice.choice((0.02, 0.02, 0.03, 0.2)),
        draw=dice.choice((0.01, 0.01, 0.05)),
    )
    stake = min(world.stake_of(one), world.stake_of(friend))

    def plan() -> None:
        much = dice.random() < 0.1
        world.plan(one, friend, stake * (2 if much else 1), manners=manners)

    return plan


def _household(world: World, people: list[Account]) -> None:
    """Let two or three people share a phone or a payout number; some of them play each other."""
    dice = world.dice
    home = dice.sample(people, dice.choice((2, 2, 3)))
    for other in home[1:]:
        world.link(home[0], other, device=dice.random() < 0.7)
    if dice.random() < 0.3:  # before the link was known, or in a tournament
        for _ in range(dice.randint(1, 6)):
            world.plan(home[0], home[1], world.stake_of(home[0]))


def _guest(world: World, friend: Account) -> None:
    """Add who came with a friend, plays only them, and leaves with nothing."""
    dice = world.dice
    guest = world.account(stake=50)
    guest.skill -= 150
    world.honest += 1
    start = dice.uniform(0, DAYS - 3)
    for _ in range(dice.randint(2, 8)):
        world.plan(guest, friend, dice.choice((20, 50, 100)), at=start + dice.uniform(0, 3))


def play(world: World) -> Facts:
    """Play all that is planned in order of time, and return what the product would know."""
    games: list[Game] = []
    searching = [plan.one for plan in world.plans if plan.two is None]
    for plan in sorted(world.plans, key=lambda plan: plan.at):
        one = world.accounts[plan.one - 1]
        two = _rival(world, searching, one) if plan.two is None else world.accounts[plan.two - 1]
        games.append(_played(world, plan, one, two, number=len(games) + 1))
    _take_out(world)
    money = {one.id: Money(one.deposited, one.withdrawn) for one in world.accounts}
    return Facts(games, world.devices, world.numbers, money)


def _rival(world: World, searching: list[int], one: Account) -> Account:
    """Return whom the queue finds: the nearest in rating of a few who wait, the busy more often."""
    dice, often = world.dice, len(searching)
    waiting = [world.accounts[searching[int(dice.random() * often)] - 1] for _ in range(6)]
    others = [other for other in waiting if other is not one]
    return min(others, key=lambda other: abs(other.rating - one.rating))


def _played(world: World, plan: Plan, one: Account, two: Account, *, number: int) -> Game:
    dice, manners = world.dice, plan.manners
    for account in (one, two):
        if account.wallet < plan.stake:
            paid = max(plan.stake * dice.choice((1, 1, 2, 5)), 50)
            account.deposited += paid
            account.wallet += paid
    score = plan.outcome
    if score is None:
        score = _contest(dice, plan, one, two)
    forfeit = score != 0.5 and dice.random() < manners.forfeit
    quick = forfeit or dice.random() < manners.quick
    seconds = dice.uniform(15, 120) if quick else dice.lognormvariate(6.2, 0.35)
    game = Game(
        number, one.id, two.id, score, plan.stake, plan.at, seconds,
        one.rating, two.rating, forfeit, dice.random() < manners.dispute,
    )  # fmt: skip
    _settle(one, two, score, plan.stake)
    return game


def _contest(dice: random.Random, plan: Plan, one: Account, two: Account) -> float:
    if dice.random() < plan.manners.draw:
        return 0.5
    gap = _form(one, plan) - _form(two, plan)
    return 1.0 if dice.random() < 1 / (1 + 10 ** (-gap / 400)) else 0.0


def _form(one: Account, plan: Plan) -> float:
    careless = one.careless if plan.stake < one.stake else 0
    return one.skill + one.learns * plan.at / DAYS - careless


def _settle(one: Account, two: Account, score: float, stake: float) -> None:
    gap = one.rating - two.rating
    surprise = score - 1 / (1 + 10 ** (-gap / 400))
    one.rating += max(200 / (one.games + 3), 18) * surprise
    two.rating -= max(200 / (two.games + 3), 18) * surprise
    one.games += 1
    two.games += 1
    won = 0.9 * stake
    one.wallet += won if score == 1 else -stake if score == 0 else 0
    two.wallet += won if score == 0 else -stake if score == 1 else 0


def _take_out(world: World) -> None:
    for one in world.accounts:
        if one.wallet > 100 and world.dice.random() < 0.7:
            one.withdrawn = one.wallet * world.dice.uniform(0.5, 1)
