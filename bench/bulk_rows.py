"""SQL that makes thousands of players, deposits and matches at once, as the app would make them."""

from contextlib import closing

from bench.testbed import Testbed

# Players with wallets and empty records; leaves [n, id] in the temporary table `fresh`.
MAKE_PLAYERS = """
CREATE TEMP TABLE fresh ON COMMIT DROP AS
  SELECT n, nextval(pg_get_serial_sequence('users', 'id')) AS id
  FROM generate_series(1, %(players)s) n;
INSERT INTO users (id, username, email, phone, password_hash, date_of_birth)
  OVERRIDING SYSTEM VALUE
  SELECT id, 'bench' || id, 'bench' || id || '@bench.example', '2547' || lpad(id::text, 8, '0'),
         'none', '1990-01-01'
  FROM fresh;
INSERT INTO player_stats (user_id) SELECT id FROM fresh;
INSERT INTO accounts (code, kind, user_id, floor)
  SELECT kind || ':' || id, kind, id, 0
  FROM fresh, (VALUES ('user_wallet'), ('user_stake')) k(kind);
"""

# Gives each of `fresh` a prompt on the phone; leaves [id, user_id] in `prompted`. The secret in a
# deposit's callback path is TOKEN and its id.
TOKEN = "a-benchmark-has-no-secrets-"
MAKE_DEPOSITS = f"""
CREATE TEMP TABLE prompted ON COMMIT DROP AS
  SELECT nextval(pg_get_serial_sequence('deposits', 'id')) AS id, id AS user_id FROM fresh;
INSERT INTO deposits (id, user_id, phone, amount, state, holds_phone, account_reference,
    token_sha256, due_at)
  OVERRIDING SYSTEM VALUE
  SELECT p.id, u.id, u.phone, 100, 'prompted', false, 'B' || p.id,
         sha256(('{TOKEN}' || p.id)::bytea), now() + interval '1 day'
  FROM prompted p JOIN users u ON u.id = p.user_id;
"""


def make_deposits(testbed: Testbed, players: int) -> list[int]:
    """Make so many players with a prompted deposit of KES 100 each; return the deposits' ids."""
    with closing(testbed.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(MAKE_PLAYERS + MAKE_DEPOSITS, {"players": players})
        cursor.execute("SELECT id FROM prompted ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


_STAKE = 100  # KES
_MOVE = """
INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)
  SELECT t.id, s.seq, s.debit, s.credit, {stake}
  FROM steps s JOIN transactions t ON t.idempotency_key = s.key WHERE s.number = {number};
"""
_MAKE_MATCHES = f"""
{MAKE_PLAYERS}
CREATE TEMP TABLE pairs ON COMMIT DROP AS
  SELECT nextval(pg_get_serial_sequence('matches', 'id')) AS id, a.id AS one, b.id AS other
  FROM fresh a JOIN fresh b ON b.n = a.n + 1 WHERE a.n %% 2 = 1;
INSERT INTO matches (id, player1_id, player2_id, player1_ticket_id, player2_ticket_id,
    player1_waited, player2_waited, wager_amount, fee_rate, fee, prize, title, mode, platform,
    lobby_code, due_at)
  OVERRIDING SYSTEM VALUE
  SELECT id, one, other, 0, 0, 0, 0, {_STAKE}, %(fee_rate)s::numeric,
         {_STAKE} * 2 * %(fee_rate)s::numeric, {_STAKE} * 2 * (1 - %(fee_rate)s::numeric),
         'mw', 'gunfight', 'acti', 'BENCH2', now() + interval '1 day'
  FROM pairs;
CREATE TEMP TABLE sides ON COMMIT DROP AS
  SELECT p.id AS match_id, s.seq, s.player,
         nextval(pg_get_serial_sequence('matchmaking_queue', 'id')) AS ticket_id,
         nextval(pg_get_serial_sequence('deposits', 'id')) AS deposit_id
  FROM pairs p CROSS JOIN LATERAL (VALUES (1, one), (2, other)) s(seq, player);
INSERT INTO deposits (id, user_id, phone, amount, state, holds_phone, account_reference,
    token_sha256, completed_at)
  OVERRIDING SYSTEM VALUE
  SELECT s.deposit_id, u.id, u.phone, {_STAKE}, 'credited', false, 'M' || s.deposit_id,
         sha256(('match ' || s.deposit_id)::bytea), now()
  FROM sides s JOIN users u ON u.id = s.player;
INSERT INTO matchmaking_queue (id, user_id, wager_amount, title, mode, platform, rating,
    skill_range_min, skill_range_max)
  OVERRIDING SYSTEM VALUE
  SELECT ticket_id, player, {_STAKE}, 'mw', 'gunfight', 'acti', 1000, 900, 1100 FROM sides;
INSERT INTO accounts (code, kind, match_id, floor)
  SELECT 'match_escrow:' || id, 'match_escrow', id, 0 FROM pairs;
CREATE TEMP TABLE steps ON COMMIT DROP AS
  SELECT leg.match_id, s.number, s.type, leg.seq, d.id AS debit, c.id AS credit,
         CASE s.number WHEN 1 THEN 'deposit:' || leg.deposit_id || ':credit'
           WHEN 2 THEN 'ticket:' || leg.ticket_id || ':hold'
           ELSE 'match:' || leg.match_id || ':lock' END AS key
  FROM sides leg
       CROSS JOIN (VALUES (1, 'deposit'), (2, 'wager_hold'), (3, 'wager_lock')) s(number, type)
       JOIN accounts w ON w.user_id = leg.player AND w.kind = 'user_wallet'
       JOIN accounts k ON k.user_id = leg.player AND k.kind = 'user_stake'
       JOIN accounts e ON e.match_id = leg.match_id
       JOIN accounts i ON i.code = 'mpesa_clearing_in:main'
       JOIN accounts d ON d.id = (ARRAY[i.id, w.id, k.id])[s.number]
       JOIN accounts c ON c.id = (ARRAY[w.id, k.id, e.id])[s.number];
INSERT INTO transactions (idempotency_key, type, actor, match_id)
  SELECT DISTINCT key, type, 'bench', CASE number WHEN 3 THEN match_id END FROM steps;
{_MOVE.format(number=1, stake=_STAKE)}
{_MOVE.format(number=2, stake=_STAKE)}
UPDATE matchmaking_queue q SET match_id = s.match_id FROM sides s WHERE s.ticket_id = q.id;
{_MOVE.format(number=3, stake=_STAKE)}
UPDATE matches SET status = 'active', verification_state = 'in_play'
  WHERE id IN (SELECT id FROM pairs);
SELECT id, one, other FROM pairs ORDER BY id;
"""


def make_matches(testbed: Testbed, matches: int, *, fee_rate: str = "0.1") -> list[list[int]]:
    """Make live matches with a full escrow; return [match id, player id, player id] of each."""
    with closing(testbed.connect()) as owner, owner, owner.cursor() as cursor:
        cursor.execute(_MAKE_MATCHES, {"players": 2 * matches, "fee_rate": fee_rate})
        made = [list(row) for row in cursor.fetchall()]
    testbed.analyze()
    return made


def require_balanced(testbed: Testbed) -> None:
    """Raise AssertionError unless all accounts sum to zero and each cached balance is right."""
    with closing(testbed.connect()) as owner, owner.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(derived), 0),"
            "  count(*) FILTER (WHERE tracked AND cached <> derived) FROM derived_balances"
        )
        assert cursor.fetchone() == (0, 0), "the ledger does not balance after the benchmark"


def require_none(testbed: Testbed, what: str, sql: str) -> None:
    """Raise AssertionError with `what` unless `sql` counts no rows."""
    with closing(testbed.connect()) as owner, owner.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.fetchone() == (0,), what
