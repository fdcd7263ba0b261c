"""PostgreSQL itself refuses SQL that attacks the money, and nothing has changed.

Two attackers: the owner of the tables (no superuser), who may use every statement that reads or
writes rows, and a login that has the app's role and nothing else.

What is not on the list, because PostgreSQL does allow it:

- The owner may change the schema: `ALTER TABLE … DISABLE TRIGGER`, `DROP TRIGGER`, `CREATE OR
  REPLACE FUNCTION`, or a trigger of their own whose UPDATE looks like that of an entry. A superuser
  may besides set `session_replication_role = replica`, which stops all triggers. Therefore
  the invariants are checked all the time: the second half of this
  module shows that they catch such a theft.
- Therefore the app has a login of its own everywhere, like the attacker here, and refuses to start
  with the owner's; see `tests/database/test_app_login.py`.
- The app decides what happened: it may credit a deposit and say who won. What it says, the money
  follows; the database sees to it that it follows nothing else.

Rows of docs/security.md: S34, S58.
"""

from collections.abc import Iterator
from contextlib import ExitStack, closing

import psycopg2
import pytest

from tests import invariants
from tests.database.ledger.attacks import ATTACKS, Attack
from tests.database.ledger.stakeless_attacks import STAKELESS
from tests.database.ledger.world import World, build_world, money_of
from tests.support.databases import forget_settings, fresh_database
from tests.support.servers.addresses import Addresses


@pytest.fixture(scope="module")
def original(addresses: Addresses) -> Iterator[World]:
    """The scenario, played once; each attack gets a copy of it."""
    with fresh_database(addresses) as database:
        world = build_world(database)
        forget_settings()  # a database that somebody is connected to cannot be copied
        yield world


class Copies:
    """Copies of the scenario. A refused attack leaves its copy unchanged for the next one."""

    def __init__(self, addresses: Addresses, original: World) -> None:
        self._addresses = addresses
        self._original = original
        self._clean: World | None = None
        self._stack = ExitStack()

    def take(self) -> World:
        """Return a copy that nobody has attacked with success."""
        world, self._clean = self._clean, None
        if world is None:
            self._stack.close()
            copy = fresh_database(self._addresses, template=self._original.database.name)
            world = World(self._stack.enter_context(copy), self._original.names)
        return world

    def put_back(self, world: World) -> None:
        """Let the next attacker have it."""
        self._clean = world

    def close(self) -> None:
        """Drop what is left."""
        self._stack.close()


@pytest.fixture(scope="module")
def copies(addresses: Addresses, original: World) -> Iterator[Copies]:
    """Copies of the scenario for the attacks."""
    with closing(Copies(addresses, original)) as copies:
        yield copies


@pytest.fixture(autouse=True)
def _ledger_balances_afterwards() -> None:
    """Each test here checks the ledger by itself, or expects that it does not balance."""


@pytest.mark.parametrize("attack", [*ATTACKS, *STAKELESS], ids=lambda attack: attack.sentence)
def test_an_attack_is_refused(attack: Attack, copies: Copies) -> None:
    world = copies.take()
    url = world.database.url if attack.who == "owner" else world.database.login_url
    with closing(world.database.connect()) as watcher, closing(psycopg2.connect(url)) as mallory:
        before = money_of(watcher)
        watcher.commit()
        for step in attack.steps[:-1]:
            _commit(mallory, step, world)
        if attack.refusal is None:
            _commit(mallory, attack.steps[-1], world)
        else:
            with pytest.raises(psycopg2.Error, match=attack.refusal):
                _commit(mallory, attack.steps[-1], world)
        assert money_of(watcher) == before
        invariants.check(watcher)
    if len(attack.steps) == 1:
        copies.put_back(world)


def _commit(mallory: psycopg2.extensions.connection, step: str, world: World) -> None:
    with mallory.cursor() as cursor:
        cursor.execute(step, world.names)
    mallory.commit()


_THEFTS = {
    "a balance that the owner set with the triggers off": (
        "ALTER TABLE accounts DISABLE TRIGGER USER;"
        "UPDATE accounts SET balance = balance + 1000000 WHERE id = %(wallet_chebet)s",
        "wallet:.* holds 1000450.00, but its entries add up to 450.00",
    ),
    "a balance that a trigger of the owner's own set": (
        "CREATE TEMP TABLE bait (amount numeric);"
        "CREATE FUNCTION pg_temp.steal() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN UPDATE accounts SET balance = balance + NEW.amount"
        " WHERE code = 'user_wallet:' || (SELECT id FROM users WHERE username = 'chebet');"
        " RETURN NULL; END $$;"
        "CREATE TRIGGER bait AFTER INSERT ON bait FOR EACH ROW EXECUTE FUNCTION pg_temp.steal();"
        "INSERT INTO bait VALUES (1000)",
        "but its entries add up to",
    ),
    "an entry that the owner deleted with the triggers off": (
        "ALTER TABLE entries DISABLE TRIGGER ALL; DELETE FROM entries WHERE id = %(entry)s",
        "has no entries",
    ),
    "an entry that the owner wrote late with the triggers off": (
        "ALTER TABLE entries DISABLE TRIGGER ALL;"
        "INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)"
        " VALUES (%(header)s, 2, %(clearing)s, %(wallet_chebet)s, 1000)",
        "holds 450.00, but its entries add up to 1450.00",
    ),
    "a result that the owner rewrote with the triggers off": (
        "ALTER TABLE matches DISABLE TRIGGER USER;"
        "UPDATE matches SET result = 'player2', winner_id = player2_id WHERE id = %(finished)s",
        "paid 180.00 to user_wallet:",
    ),
}


@pytest.mark.parametrize(("theft", "sentence"), _THEFTS.values(), ids=_THEFTS)
def test_the_check_of_the_ledger_catches(
    theft: str, sentence: str, addresses: Addresses, original: World
) -> None:
    with (
        fresh_database(addresses, template=original.database.name) as database,
        closing(database.connect()) as owner,
    ):
        _commit(owner, theft, original)
        with pytest.raises(AssertionError, match=sentence):
            invariants.check(owner)
