"""The house in random histories of the ledger: its capital, and wallets that two people correct."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import strategies as st

from app.core.database import transaction
from app.domain.errors import Conflict
from app.domain.platform.proposals import Action as Does
from app.domain.platform.proposals import AdjustmentCode, Terms
from app.services.ledger import house_postings, posting
from tests.support import house

Action = Callable[[st.DataObject], None]
_AMOUNTS = st.integers(min_value=1, max_value=30_000).map(lambda cents: Decimal(cents) / 100)


@dataclass
class House:
    """What the ledger ought to hold of the house; `wallets` are the players'."""

    wallets: dict[int, Decimal]
    paid_in: Decimal = Decimal(0)
    paid_out: Decimal = Decimal(0)
    corrections: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        """Read what earlier histories have left."""
        self.before = self._available()

    def balances(self) -> dict[str, Decimal]:
        """Return what its accounts should hold, by code."""
        return {
            house_postings.CAPITAL: self.paid_in - self.paid_out,
            house_postings.ADJUSTMENTS: self.corrections,
            posting.CLEARING_OUT: self.paid_out,
        }

    def check(self, fees: Decimal) -> None:
        """Compare what it may pay, with `fees` less what the sponsor got; it is never below 0."""
        own = self.paid_in - self.paid_out + self.corrections + fees
        assert self._available() == self.before + own >= 0

    def pay_in(self, amount: Decimal) -> None:
        """Let two of staff confirm capital."""
        house.pay_capital_in(amount)
        self.paid_in += amount

    def actions(self) -> Iterator[Action]:
        """Yield what is possible now."""
        yield from (self.bring, self.give, self.take, self.withdraw)

    def bring(self, data: st.DataObject) -> None:
        """The house pays capital in."""
        self.pay_in(data.draw(_AMOUNTS))

    def withdraw(self, data: st.DataObject) -> None:
        """The house takes capital out, as far as it has it."""
        amount = data.draw(_AMOUNTS)
        with transaction() as session:
            money = house_postings.money(session)
        if self._agree(
            Terms(Does.CAPITAL_OUT, amount=amount), has=min(money.available, money.capital)
        ):
            self.paid_out += amount

    def give(self, data: st.DataObject) -> None:
        """A wallet gets money of the house's, as far as it has it."""
        user_id, amount = data.draw(st.sampled_from(sorted(self.wallets))), data.draw(_AMOUNTS)
        terms = Terms(
            Does.WALLET_ADJUSTMENT, user_id=user_id, amount=amount, code=AdjustmentCode.GOODWILL
        )
        if self._agree(terms, has=self._available()):
            self.wallets[user_id] += amount
            self.corrections -= amount

    def take(self, data: st.DataObject) -> None:
        """Money is taken from a wallet, as far as it holds it."""
        user_id, amount = data.draw(st.sampled_from(sorted(self.wallets))), data.draw(_AMOUNTS)
        terms = Terms(
            Does.WALLET_ADJUSTMENT,
            user_id=user_id,
            amount=-amount,
            code=AdjustmentCode.CREDITED_TWICE,
        )
        if amount > self.wallets[user_id]:
            with pytest.raises(Conflict):
                house.agree(terms)
            return
        house.agree(terms)
        self.wallets[user_id] -= amount
        self.corrections += amount

    def _agree(self, terms: Terms, *, has: Decimal) -> bool:
        """Let two agree to pay something; False if the house has too little, and was refused."""
        if terms.amount is not None and terms.amount > has:
            with pytest.raises(Conflict, match="The house has"):
                house.agree(terms)
            return False
        house.agree(terms)
        return True

    def _available(self) -> Decimal:
        with transaction() as session:
            return house_postings.money(session).available
