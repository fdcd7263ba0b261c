"""The app's login cannot post what no row bears out: each type in six ways, in both forms.

Rows of docs/security.md: S34.
"""

import re
from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest

from devstack.instances import ROOT
from tests import invariants
from tests.database.ledger.house_attacks import HOUSE_ATTACKS
from tests.database.ledger.payment_attacks import PAYMENT_ATTACKS, POSTINGS, PaymentAttack
from tests.database.ledger.payment_world import build_payment_world
from tests.database.ledger.prize_attacks import PRIZE_ATTACKS
from tests.database.ledger.tournament_attacks import TOURNAMENT_ATTACKS
from tests.database.ledger.world import World, money_of
from tests.support.databases import fresh_database
from tests.support.servers.addresses import Addresses


def test_every_type_is_attacked_and_documented() -> None:
    """The types are those of `entry_fault`; no other can be posted."""
    rules = (ROOT / "alembic/sql/functions/ledger/entry_fault.sql").read_text()
    types = set(re.findall(r"'([a-z_]+)'", rules.partition("CASE t.type")[2])) - {"ELSE"}
    documented = re.findall(
        r"^\| `([a-z_]+)` \| `", (ROOT / "docs/money.md").read_text(), re.MULTILINE
    )
    assert {posting.kind for posting in POSTINGS} == types
    assert set(documented) == types


@pytest.fixture(scope="module")
def world(addresses: Addresses) -> Iterator[World]:
    """One ledger for all attacks: a refused attack leaves it unchanged."""
    with fresh_database(addresses) as database:
        yield build_payment_world(database)


@pytest.fixture(autouse=True)
def _ledger_balances_afterwards() -> None:
    """Each test here checks the ledger by itself."""


@pytest.mark.parametrize(
    "attack",
    [*PAYMENT_ATTACKS, *TOURNAMENT_ATTACKS, *PRIZE_ATTACKS, *HOUSE_ATTACKS],
    ids=lambda attack: attack.name,
)
def test_the_app_cannot_post(attack: PaymentAttack, world: World) -> None:
    with (
        closing(world.database.connect()) as watcher,
        closing(psycopg2.connect(world.database.login_url)) as app,
    ):
        before = money_of(watcher)
        watcher.commit()
        refused = pytest.raises(psycopg2.Error, match=attack.refusal)
        with refused, app, app.cursor() as cursor:
            cursor.execute(attack.sql, world.names)
        assert money_of(watcher) == before
        invariants.check(watcher)
