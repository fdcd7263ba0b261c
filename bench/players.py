"""Players and their deposits in bulk, for benchmarks that need thousands of them."""

# Leaves their ids in the temporary table `fresh`.
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

# Gives each of `fresh` a prompt on the phone, and leaves [id, user_id] in `prompted`. The secret of
# a deposit's callback is TOKEN and its id.
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
