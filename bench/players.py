"""Players in bulk, for benchmarks that need thousands of them."""

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
