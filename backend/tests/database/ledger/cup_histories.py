"""Tournaments in random histories of the ledger: entries, refunds, guarantees and prizes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from hypothesis import strategies as st

from app.domain.errors import InsufficientBalance
from app.domain.tournaments.lifecycle import TournamentStatus
from app.domain.tournaments.prizes import shares
from app.models.user import User
from app.services.ledger.tournament_postings import SPONSOR
from tests.support import tournaments

_SPLIT = (7000, 3000)
_FEES = (("90", "10"), ("17.50", "2.50"), ("0", "0"))  # prize part and house part
_GUARANTEES = (Decimal(0), Decimal(0), Decimal(150))
_SPONSORED = Decimal(1_000)

Action = Callable[[st.DataObject], None]


@dataclass
class Cup:
    """A tournament, and the entries that are held, by player."""

    id: int
    prize_part: Decimal
    house_part: Decimal
    guarantee: Decimal
    entries: dict[int, int] = field(default_factory=dict)
    given_back: list[int] = field(default_factory=list)

    @property
    def fee(self) -> Decimal:
        return self.prize_part + self.house_part

    @property
    def escrow(self) -> Decimal:
        return self.guarantee + len(self.entries) * self.fee


@dataclass
class Cups:
    """What the ledger ought to hold of tournaments; `wallets` are the players'."""

    wallets: dict[int, Decimal]
    running: list[Cup] = field(default_factory=list)
    over: list[Cup] = field(default_factory=list)
    sponsor: Decimal = Decimal(0)
    house: Decimal = Decimal(0)

    def balances(self) -> dict[str, Decimal]:
        """Return what their accounts should hold, by code."""
        open_ones = {f"tournament_escrow:{cup.id}": cup.escrow for cup in self.running}
        return (
            open_ones
            | {f"tournament_escrow:{cup.id}": Decimal(0) for cup in self.over}
            | {SPONSOR: self.sponsor}
        )

    def in_play(self, user_id: int) -> Decimal:
        """Return what a player has in tournaments."""
        return sum((cup.fee for cup in self.running if user_id in cup.entries), Decimal(0))

    # What can happen.

    def fund(self) -> Decimal:
        """Let two admins move capital, which they pay in first, to the sponsor; return how much."""
        tournaments.fund_sponsor(_SPONSORED)
        self.sponsor += _SPONSORED
        self.house -= _SPONSORED
        return _SPONSORED

    def actions(self) -> Iterator[Action]:
        """Yield what is possible now."""
        if len(self.running) < 2:
            yield self.publish
        if self.running:
            yield from (self.enter, self.enter, self.cancel)
        if any(cup.entries for cup in self.running):
            yield from (self.leave, self.pay)
        if self.over or any(cup.given_back for cup in self.running):
            yield self.again

    def publish(self, data: st.DataObject) -> None:
        """A tournament is published, with the guarantee that the sponsor has."""
        prize_part, house_part = data.draw(st.sampled_from(_FEES))
        guarantee = min(self.sponsor, data.draw(st.sampled_from(_GUARANTEES)))
        made = tournaments.make_tournament(
            fee=(prize_part, house_part), guarantee=guarantee, prize_split=list(_SPLIT)
        )
        self.running.append(Cup(made, Decimal(prize_part), Decimal(house_part), guarantee))
        self.sponsor -= guarantee

    def enter(self, data: st.DataObject) -> None:
        """A player enters who has the money, or is refused without it."""
        cup = data.draw(st.sampled_from(self.running))
        others = sorted(self.wallets.keys() - cup.entries.keys())
        if not others:
            return
        user_id = data.draw(st.sampled_from(others))
        if self.wallets[user_id] < cup.fee:
            with pytest.raises(InsufficientBalance):
                tournaments.enter(cup.id, _player(user_id))
            return
        cup.entries[user_id] = tournaments.enter(cup.id, _player(user_id))
        self.wallets[user_id] -= cup.fee

    def leave(self, data: st.DataObject) -> None:
        """A player leaves; their fee comes back once."""
        cup = data.draw(st.sampled_from([cup for cup in self.running if cup.entries]))
        user_id = data.draw(st.sampled_from(sorted(cup.entries)))
        entry_id = cup.entries.pop(user_id)
        assert tournaments.refund(entry_id, actor=f"user:{user_id}") is True
        cup.given_back.append(entry_id)
        self.wallets[user_id] += cup.fee

    def cancel(self, data: st.DataObject) -> None:
        """A tournament is cancelled: all fees and the guarantee go back."""
        cup = data.draw(st.sampled_from(self.running))
        assert tournaments.cancel(cup.id) == len(cup.entries)
        for user_id in cup.entries:
            self.wallets[user_id] += cup.fee
        self.sponsor += cup.guarantee
        self._end(cup)

    def pay(self, data: st.DataObject) -> None:
        """A tournament ends: its pool is paid once, and the sponsor gets back what is left."""
        cup = data.draw(st.sampled_from([cup for cup in self.running if cup.entries]))
        order = data.draw(st.permutations(sorted(cup.entries)))
        collected = len(order) * cup.prize_part
        due = shares(max(cup.guarantee, collected), _SPLIT, [(user_id,) for user_id in order])
        tournaments.walk(cup.id, TournamentStatus.FINALISING)
        prizes = tournaments.in_order(due)
        assert [tournaments.pay(cup.id, prizes) for _ in range(2)] == [True, False]
        for user_id, amount in due.items():
            self.wallets[user_id] += amount
        self.house += len(order) * cup.house_part
        self.sponsor += min(cup.guarantee, collected)
        self._end(cup)

    def again(self, data: st.DataObject) -> None:
        """What went back, or was spent, does not go back again."""
        cups = [cup for cup in self.running + self.over if cup.given_back]
        entries = [entry_id for cup in cups for entry_id in cup.given_back]
        if entries:
            entry_id = data.draw(st.sampled_from(entries))
            assert tournaments.refund(entry_id, actor="system") is False

    def _end(self, cup: Cup) -> None:
        cup.given_back += cup.entries.values()
        self.running.remove(cup)
        self.over.append(cup)


def _player(user_id: int) -> User:
    return User(id=user_id)
