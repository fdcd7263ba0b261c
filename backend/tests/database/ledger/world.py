"""A small WageWars in which something of everything has happened, for attackers to work on."""

from dataclasses import dataclass
from decimal import Decimal

from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from sqlalchemy import text

from app.core.database import transaction
from app.services.ledger import posting
from tests.support.databases import Database, one_row
from tests.support.players import make_match, make_player, make_ticket, open_stakeless_match


@dataclass(frozen=True)
class World:
    """The database of the scenario, and the names that attacks use for its ids."""

    database: Database
    names: dict[str, object]


def build_world(database: Database) -> World:
    """Let amina and brian play for 100, chebet wait with 50, otieno have won against dalili.

    Then otieno and dalili are called to a match of a tournament.
    """
    names = ("amina", "brian", "chebet", "otieno", "dalili")
    players = {name: make_player(username=name, money=500) for name in names}
    live = make_match(players["amina"], players["brian"], wager=100, active=True)
    finished = make_match(players["otieno"], players["dalili"], wager=100, active=True)
    ticket = make_ticket(players["chebet"], wager=50)
    called = open_stakeless_match(players["otieno"], players["dalili"])
    with transaction() as session:
        posting.settle_match(
            session,
            match_id=finished.id,
            result="player1",
            reason="agreed",
            actor="system",
            note=None,
        )
        ids: dict[str, object] = {name: player.id for name, player in players.items()}
        ids |= {"live": live.id, "finished": finished.id, "ticket": ticket.id, "called": called}
        codes = {f"wallet_{name}": f"user_wallet:{ids[name]}" for name in names}
        codes |= {f"stake_{name}": f"user_stake:{ids[name]}" for name in names}
        codes |= {"escrow": f"match_escrow:{live.id}", "old_escrow": f"match_escrow:{finished.id}"}
        codes |= {"clearing": posting.CLEARING_IN, "fee": posting.PLATFORM_FEE}
        by_code = posting.accounts_of(session, codes=list(codes.values()))
        ids |= {name: by_code[code] for name, code in codes.items()}
    return World(database, ids | _a_credited_deposit(database, players["amina"].id))


def _a_credited_deposit(database: Database, user_id: int) -> dict[str, object]:
    """Prompt amina for 200 and credit it, by the transitions that a deposit takes."""
    with database.connect() as connection, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO deposits (user_id, phone, amount, account_reference, token_sha256, due_at)"
            " SELECT id, phone, 200, 'WW0001', 'token'::bytea, now() FROM users WHERE id = %s"
            " RETURNING id",
            (user_id,),
        )
        (deposit_id,) = one_row(cursor)
        cursor.execute(
            "UPDATE deposits SET state = 'sending' WHERE id = %(id)s;"
            "UPDATE deposits SET state = 'prompted' WHERE id = %(id)s",
            {"id": deposit_id},
        )
    connection.close()
    with transaction() as session:
        session.execute(
            text(
                "UPDATE deposits SET state = 'credited', holds_phone = false, due_at = NULL,"
                " completed_at = now(), mpesa_reference = 'SKE7Q4RT1X' WHERE id = :id"
            ),
            {"id": deposit_id},
        )
        posting.credit_deposit(
            session,
            deposit_id=deposit_id,
            user_id=user_id,
            amount=Decimal(200),
            receipt="SKE7Q4RT1X",
            actor="system",
        )
    return {"deposit": deposit_id, "receipt": "SKE7Q4RT1X"} | _header(
        database, f"deposit:{deposit_id}:credit"
    )


def _header(database: Database, key: str) -> dict[str, object]:
    connection = database.connect()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.id, e.id FROM transactions t JOIN entries e ON e.transaction_id = t.id"
            " WHERE idempotency_key = %s",
            (key,),
        )
        header, entry = one_row(cursor)
    connection.close()
    return {"header": header, "entry": entry, "header_key": key}


_MONEY = """
SELECT jsonb_build_object(
  'accounts', (SELECT jsonb_agg(to_jsonb(a) ORDER BY id) FROM accounts a),
  'transactions', (SELECT jsonb_agg(to_jsonb(t) ORDER BY id) FROM transactions t),
  'entries', (SELECT jsonb_agg(to_jsonb(e) ORDER BY id) FROM entries e),
  'matches', (SELECT jsonb_agg(to_jsonb(m) ORDER BY id) FROM matches m),
  'tickets', (SELECT jsonb_agg(to_jsonb(q) ORDER BY id) FROM matchmaking_queue q),
  'seats', (SELECT jsonb_agg(to_jsonb(s) ORDER BY match_id, user_id) FROM stakeless_seats s),
  'deposits', (SELECT jsonb_agg(to_jsonb(d) ORDER BY id) FROM deposits d),
  'match_events', (SELECT jsonb_agg(to_jsonb(v) ORDER BY id) FROM match_events v),
  'tournaments', (SELECT jsonb_agg(to_jsonb(n) ORDER BY id) FROM tournaments n),
  'entries_of_tournaments',
    (SELECT jsonb_agg(to_jsonb(n) ORDER BY id) FROM tournament_entries n),
  'prizes', (SELECT jsonb_agg(to_jsonb(p) ORDER BY tournament_id, user_id)
            FROM tournament_prizes p),
  'fundings', (SELECT jsonb_agg(to_jsonb(f) ORDER BY id) FROM sponsor_fundings f),
  'proposals', (SELECT jsonb_agg(to_jsonb(p) ORDER BY id) FROM staff_proposals p),
  'clawbacks', (SELECT jsonb_agg(to_jsonb(k) ORDER BY id) FROM prize_clawbacks k),
  'advances', (SELECT jsonb_agg(to_jsonb(k) ORDER BY id) FROM prize_advances k),
  'upgrades', (SELECT jsonb_agg(to_jsonb(u) ORDER BY tournament_id, user_id)
            FROM prize_upgrades u),
  'upgrade_payments', (SELECT jsonb_agg(to_jsonb(u) ORDER BY id) FROM prize_upgrade_payments u),
  'transitions', (SELECT jsonb_agg(to_jsonb(r) ORDER BY machine, from_state, to_state)
            FROM state_transitions r))
"""


def money_of(connection: Connection) -> object:
    """Return everything that an attack may not change, down to the last cent and state."""
    with connection.cursor() as cursor:
        cursor.execute(_MONEY)
        return one_row(cursor)[0]
