"""The rules of money and of states, kept by the database itself.

Revision: 0002
After: 0001

Every rule here holds against plain SQL, the owner's included: balances move only because an entry
was inserted, entries and headers are immutable, a header without entries cannot be committed, a
state can only follow its roads, and a finished match leaves its escrow empty. The application acts
as `wagewars_app`, which may not write the ledger's tables at all: it has `ledger_post` and
`settle_match`.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LEDGER = """
CREATE VIEW postings AS
  SELECT id, transaction_id, debit_account_id AS account_id, -amount AS amount FROM entries
  UNION ALL
  SELECT id, transaction_id, credit_account_id, amount FROM entries;

CREATE VIEW derived_balances AS
  SELECT a.id, a.code, a.kind, a.tracked, a.balance AS cached, coalesce(sum(p.amount), 0) AS derived
  FROM accounts a LEFT JOIN postings p ON p.account_id = a.id GROUP BY a.id;

-- Judges the entries of one statement and moves the balances, each account once and in ascending
-- id: the one place where accounts are locked. AFTER, not BEFORE: an INSERT .. ON CONFLICT DO NOTHING
-- that writes no entry must move no balance.
-- An entry can only join a header of its own database transaction: a header with another `xact` than
-- its writer's could never be committed, since it would have no entries.
-- Each type says between which accounts, for whom and how much it moves. A type that a later
-- migration does not write in here cannot be posted at all.
CREATE FUNCTION apply_entries() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
  moved record;
BEGIN
  FOR moved IN
    SELECT side.account_id, sum(side.amount) AS amount, bool_or(side.tracked) AS tracked,
           min(CASE
             WHEN judged.legal THEN NULL
             WHEN judged.type IS NULL
               THEN '42501 entries are written together with their header, not later'
             WHEN judged.debit IS NULL OR judged.credit IS NULL
               THEN '23503 no account ' || CASE WHEN judged.debit IS NULL
                 THEN judged.debit_account_id ELSE judged.credit_account_id END
             ELSE '23514 ' || judged.amount || ' from account ' || judged.debit || ' to account '
               || judged.credit || ' is no ' || judged.type
           END) AS why
    FROM (
      SELECT e.debit_account_id, e.credit_account_id, e.amount, t.type,
        d.id AS debit, c.id AS credit, d.tracked AS debit_tracked, c.tracked AS credit_tracked,
        coalesce(CASE t.type
          WHEN 'wager_win' THEN
            d.match_id = m.id AND CASE c.kind
              WHEN 'user_wallet' THEN c.user_id = m.winner_id AND e.amount = m.prize
              WHEN 'platform_fee' THEN m.winner_id IS NOT NULL AND e.amount = m.fee
            END
          WHEN 'wager_refund' THEN
            d.match_id = m.id AND m.result IN ('draw', 'void') AND c.kind = 'user_wallet'
            AND c.user_id IN (m.player1_id, m.player2_id) AND e.amount = m.wager_amount
          WHEN 'wager_lock' THEN
            d.kind = 'user_stake' AND d.user_id IN (m.player1_id, m.player2_id)
            AND c.match_id = m.id AND m.status = 'pending' AND e.amount = m.wager_amount
            AND c.balance + e.amount <= 2 * m.wager_amount
          WHEN 'wager_hold' THEN
            d.kind = 'user_wallet' AND c.kind = 'user_stake' AND d.user_id = c.user_id
          WHEN 'wager_release' THEN
            d.kind = 'user_stake' AND c.kind = 'user_wallet' AND d.user_id = c.user_id
          WHEN 'deposit' THEN d.kind = 'mpesa_clearing_in' AND c.kind = 'user_wallet'
        END, false) AS legal
      FROM fresh e
      LEFT JOIN transactions t
        ON t.id = e.transaction_id AND t.xact = pg_current_xact_id()
      LEFT JOIN accounts d ON d.id = e.debit_account_id
      LEFT JOIN accounts c ON c.id = e.credit_account_id
      LEFT JOIN matches m ON m.id = t.match_id
    ) judged, LATERAL (
      VALUES (judged.debit_account_id, judged.debit_tracked, -judged.amount),
             (judged.credit_account_id, judged.credit_tracked, judged.amount)
    ) side (account_id, tracked, amount)
    GROUP BY side.account_id
    ORDER BY side.account_id
  LOOP
    IF moved.why IS NOT NULL THEN
      RAISE EXCEPTION '%', substr(moved.why, 7) USING ERRCODE = left(moved.why, 5);
    END IF;
    IF moved.tracked THEN
      UPDATE accounts SET balance = balance + moved.amount WHERE id = moved.account_id;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER apply_entries AFTER INSERT ON entries REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION apply_entries();

-- The hot tables keep few CHECKs and no WHEN clauses: PostgreSQL parses each one anew for every
-- statement, while a trigger's function is parsed once a session (a third of a settlement's time).
CREATE FUNCTION check_new_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.balance IS DISTINCT FROM 0 THEN
    RAISE EXCEPTION 'an account starts at zero' USING ERRCODE = '23514';
  END IF;
  IF NEW.tracked IS DISTINCT FROM (NEW.kind IN ('user_wallet', 'user_stake', 'match_escrow'))
     OR NEW.floor IS DISTINCT FROM (CASE WHEN NEW.tracked THEN 0 END) THEN
    RAISE EXCEPTION 'money of players has a floor of zero, and other money has no cache'
      USING ERRCODE = '23514';
  END IF;
  IF (NEW.kind IN ('user_wallet', 'user_stake')) IS DISTINCT FROM (NEW.user_id IS NOT NULL)
     OR (NEW.kind = 'match_escrow') IS DISTINCT FROM (NEW.match_id IS NOT NULL)
     OR NEW.kind NOT IN ('user_wallet', 'user_stake', 'match_escrow', 'mpesa_clearing_in',
                         'mpesa_float', 'mpesa_suspense', 'platform_fee')
     OR NEW.code IS DISTINCT FROM
        NEW.kind || ':' || coalesce(NEW.user_id, NEW.match_id)::text AND NEW.tracked THEN
    RAISE EXCEPTION 'this account does not fit its owner' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER check_new BEFORE INSERT ON accounts
  FOR EACH ROW EXECUTE FUNCTION check_new_account();

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = '42501';
END $$;
CREATE TRIGGER identity_is_fixed
  BEFORE UPDATE OF id, code, kind, user_id, match_id, tracked, floor, created_at ON accounts
  FOR EACH ROW EXECUTE FUNCTION refuse('what an account is cannot change');

CREATE FUNCTION check_balance_mover() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Depth 2: this update was made by the trigger of an entry, not by a statement of somebody's own.
  -- Named in full, because this runs with the search path of whoever writes.
  IF pg_catalog.pg_trigger_depth() OPERATOR(pg_catalog.<) 2 THEN
    RAISE EXCEPTION 'a balance moves only through entries' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER balance_moves_by_entries BEFORE UPDATE OF balance ON accounts
  FOR EACH ROW EXECUTE FUNCTION check_balance_mover();

CREATE FUNCTION forbid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is forbidden: history is corrected by a new transaction',
    TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON entries
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER immutable_all BEFORE TRUNCATE ON entries
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON transactions
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER immutable_all BEFORE TRUNCATE ON transactions
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER no_delete BEFORE DELETE ON accounts
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON accounts
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();

CREATE FUNCTION header_has_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- "public.", because a temporary table of that name would come first.
  PERFORM 1 FROM public.entries WHERE transaction_id = NEW.id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'transaction % has no entries', NEW.id USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER has_entries AFTER INSERT ON transactions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION header_has_entries();

-- The one door. The same key with the same content changes nothing and says created = false; the
-- same key with other content is refused.
CREATE FUNCTION ledger_post(
  p_key text, p_type text, p_actor text, p_match_id bigint, p_receipt text,
  p_debits bigint[], p_credits bigint[], p_amounts numeric[],
  OUT transaction_id bigint, OUT created boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_same boolean;
BEGIN
  IF coalesce(cardinality(p_amounts), 0) = 0
     OR cardinality(p_debits) IS DISTINCT FROM cardinality(p_amounts)
     OR cardinality(p_credits) IS DISTINCT FROM cardinality(p_amounts) THEN
    RAISE EXCEPTION 'a transaction needs entries, each with both accounts and an amount'
      USING ERRCODE = '22023';
  END IF;
  IF p_amounts IS DISTINCT FROM p_amounts::numeric(12, 2)[] THEN
    RAISE EXCEPTION 'money has two decimals' USING ERRCODE = '22023';
  END IF;
  -- Whatever the conflict: with the key alone as its target, of two who post the same credit at the
  -- same instant one could fail on the receipt, as if another credit had used it.
  INSERT INTO transactions AS t (idempotency_key, type, actor, match_id, mpesa_reference)
    VALUES (p_key, p_type, p_actor, p_match_id, p_receipt)
    ON CONFLICT DO NOTHING
    RETURNING t.id INTO transaction_id;
  IF transaction_id IS NULL THEN
    SELECT t.id, t.type = p_type AND t.match_id IS NOT DISTINCT FROM p_match_id
           AND t.mpesa_reference IS NOT DISTINCT FROM p_receipt
           AND (SELECT array_agg(e.debit_account_id ORDER BY e.seq) = p_debits
                   AND array_agg(e.credit_account_id ORDER BY e.seq) = p_credits
                   AND array_agg(e.amount ORDER BY e.seq) = p_amounts
                FROM entries e WHERE e.transaction_id = t.id)
      INTO transaction_id, v_same
      FROM transactions t WHERE t.idempotency_key = p_key;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'receipt % was credited before', p_receipt
        USING ERRCODE = '23505', CONSTRAINT = 'uq_transactions_mpesa_reference';
    END IF;
    IF v_same IS NOT TRUE THEN
      RAISE EXCEPTION 'key % was used for another movement', p_key USING ERRCODE = '22023';
    END IF;
    created := false;
    RETURN;
  END IF;
  INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)
    SELECT ledger_post.transaction_id, leg.seq, leg.debit, leg.credit, leg.amount
    FROM unnest(p_debits, p_credits, p_amounts) WITH ORDINALITY
      AS leg (debit, credit, amount, seq);
  created := true;
END $$;
"""

STATES = """
CREATE FUNCTION check_road() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_from text := to_jsonb(OLD) ->> TG_ARGV[1];
  v_to text := to_jsonb(NEW) ->> TG_ARGV[1];
BEGIN
  PERFORM 1 FROM state_roads
    WHERE machine = TG_ARGV[0] AND from_state = v_from AND to_state = v_to;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a % cannot go from % to %', TG_ARGV[0], v_from, v_to USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION check_match() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_live boolean := NEW.status IN ('pending', 'active', 'disputed');
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.prize + NEW.fee IS DISTINCT FROM 2 * NEW.wager_amount
       OR NEW.wager_amount <= 0 OR NEW.prize <= 0 OR NEW.fee < 0 THEN
      RAISE EXCEPTION 'prize and fee make the pot of two stakes' USING ERRCODE = '23514';
    END IF;
    IF NEW.player1_id = NEW.player2_id THEN
      RAISE EXCEPTION 'nobody plays himself' USING ERRCODE = '23514';
    END IF;
    IF NEW.status <> 'pending' THEN
      RAISE EXCEPTION 'a match begins as pending' USING ERRCODE = '23514';
    END IF;
  ELSIF NEW.status IS DISTINCT FROM OLD.status THEN
    PERFORM 1 FROM state_roads
      WHERE machine = 'match' AND from_state = OLD.status AND to_state = NEW.status;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'a match cannot go from % to %', OLD.status, NEW.status
        USING ERRCODE = '23514';
    END IF;
  ELSIF NOT v_live THEN
    RAISE EXCEPTION 'a finished match does not change' USING ERRCODE = '23514';
  END IF;
  IF v_live IS DISTINCT FROM (NEW.due_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a live match has a deadline, a finished one has none' USING ERRCODE = '23514';
  END IF;
  IF v_live IS DISTINCT FROM (NEW.completed_at IS NULL)
     OR v_live IS DISTINCT FROM (NEW.result IS NULL)
     OR NEW.result NOT IN ('player1', 'player2', 'draw', 'void')
     OR NEW.winner_id IS DISTINCT FROM (CASE NEW.result
          WHEN 'player1' THEN NEW.player1_id WHEN 'player2' THEN NEW.player2_id END) THEN
    RAISE EXCEPTION 'the end of a match has its moment, its result and the winner that fits'
      USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

INSERT INTO state_roads (machine, from_state, to_state) VALUES
  ('match', 'pending', 'active'), ('match', 'pending', 'cancelled'),
  ('match', 'active', 'completed'), ('match', 'active', 'disputed'),
  ('match', 'active', 'cancelled'), ('match', 'disputed', 'completed'),
  ('deposit', 'created', 'sending'), ('deposit', 'created', 'failed'),
  ('deposit', 'created', 'review'), ('deposit', 'created', 'credited'),
  ('deposit', 'sending', 'created'), ('deposit', 'sending', 'prompted'),
  ('deposit', 'sending', 'unknown'), ('deposit', 'sending', 'review'),
  ('deposit', 'sending', 'credited'), ('deposit', 'sending', 'failed'),
  ('deposit', 'prompted', 'unknown'), ('deposit', 'prompted', 'review'),
  ('deposit', 'prompted', 'credited'), ('deposit', 'prompted', 'failed'),
  ('deposit', 'prompted', 'expired'),
  ('deposit', 'unknown', 'review'), ('deposit', 'unknown', 'credited'),
  ('deposit', 'unknown', 'failed'), ('deposit', 'unknown', 'expired'),
  ('deposit', 'review', 'credited'), ('deposit', 'review', 'failed'),
  ('deposit', 'failed', 'credited'), ('deposit', 'failed', 'review'),
  ('deposit', 'expired', 'credited'), ('deposit', 'expired', 'review');

CREATE TRIGGER road BEFORE UPDATE OF state ON deposits FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION check_road('deposit', 'state');
CREATE TRIGGER rules BEFORE INSERT OR UPDATE ON matches
  FOR EACH ROW EXECUTE FUNCTION check_match();

-- Each step leaves an event, and the end frees both seats.
CREATE FUNCTION match_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.status = OLD.status AND NEW.verification_state = OLD.verification_state THEN
      RETURN NULL;
    END IF;
    IF NEW.status IN ('completed', 'cancelled') THEN
      DELETE FROM matchmaking_queue WHERE match_id = NEW.id;
    END IF;
  END IF;
  INSERT INTO match_events (match_id, status, verification_state, actor, note)
    VALUES (NEW.id, NEW.status, NEW.verification_state, NEW.actor, coalesce(NEW.note, NEW.reason));
  RETURN NULL;
END $$;
CREATE TRIGGER moved AFTER INSERT OR UPDATE ON matches
  FOR EACH ROW EXECUTE FUNCTION match_moved();

-- The terms under which two players staked their money do not change under them.
CREATE TRIGGER terms
  BEFORE UPDATE OF id, player1_id, player2_id, player1_ticket_id, player2_ticket_id, wager_amount,
    fee_rate, fee, prize, title, mode, platform, lobby_code, created_at ON matches
  FOR EACH ROW EXECUTE FUNCTION refuse('the terms of a match cannot change');
CREATE TRIGGER no_delete BEFORE DELETE ON matches FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER no_delete BEFORE DELETE ON deposits FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON match_events
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON match_reports
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON deposit_events
  FOR EACH ROW EXECUTE FUNCTION forbid();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON matches
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON match_events
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON match_reports
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON matchmaking_queue
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON deposits
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON deposit_events
  FOR EACH STATEMENT EXECUTE FUNCTION forbid();
-- A later migration that builds a road disables this trigger while it does.
CREATE TRIGGER fixed BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON state_roads
  FOR EACH STATEMENT
  EXECUTE FUNCTION refuse('only a migration changes the roads between states');

CREATE FUNCTION keep_seat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Depth 2: the end of the match frees the seat, not somebody's own statement.
  IF OLD.match_id IS NOT NULL
     AND pg_catalog.pg_trigger_depth() OPERATOR(pg_catalog.<) 2 THEN
    RAISE EXCEPTION 'nobody leaves his seat in a live match' USING ERRCODE = '23514';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER keep_seat BEFORE DELETE ON matchmaking_queue
  FOR EACH ROW EXECUTE FUNCTION keep_seat();
CREATE FUNCTION keep_match() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.match_id IS NOT NULL THEN
    RAISE EXCEPTION 'nobody leaves his seat in a live match' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_match BEFORE UPDATE OF match_id ON matchmaking_queue
  FOR EACH ROW EXECUTE FUNCTION keep_match();
CREATE TRIGGER terms BEFORE UPDATE OF id, user_id, wager_amount ON matchmaking_queue
  FOR EACH ROW EXECUTE FUNCTION refuse('a ticket keeps its player and its stake');

CREATE FUNCTION both_players_are_in() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM matches WHERE id = NEW.id AND status IN ('pending', 'active', 'disputed');
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF (SELECT count(*) FROM matchmaking_queue
      WHERE match_id = NEW.id AND user_id IN (NEW.player1_id, NEW.player2_id)) <> 2 THEN
    RAISE EXCEPTION 'match % needs the seats of both players', NEW.id USING ERRCODE = '23514';
  END IF;
  IF (SELECT count(DISTINCT e.debit_account_id)
      FROM accounts a JOIN entries e ON e.credit_account_id = a.id
      WHERE a.match_id = NEW.id AND a.balance = 2 * NEW.wager_amount) <> 2 THEN
    RAISE EXCEPTION 'match % needs the stakes of both players', NEW.id USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER both_players_are_in AFTER INSERT ON matches
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION both_players_are_in();

-- Each payment was judged by itself when it was written; here all of them together.
CREATE FUNCTION escrow_is_paid_out() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_left numeric;
  v_paid integer;
BEGIN
  IF NEW.status NOT IN ('completed', 'cancelled') THEN
    RETURN NULL;
  END IF;
  SELECT a.balance, (SELECT count(DISTINCT e.credit_account_id) FROM entries e
                     WHERE e.debit_account_id = a.id)
    INTO v_left, v_paid FROM accounts a WHERE a.match_id = NEW.id;
  IF v_left IS DISTINCT FROM 0 THEN
    RAISE EXCEPTION 'match % ended with money in escrow', NEW.id USING ERRCODE = '23514';
  END IF;
  IF v_paid <> (CASE WHEN NEW.winner_id IS NOT NULL AND NEW.fee = 0 THEN 1 ELSE 2 END) THEN
    RAISE EXCEPTION 'match % paid other than its result says', NEW.id USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER escrow_is_paid_out AFTER UPDATE OF status ON matches
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION escrow_is_paid_out();
"""

SETTLEMENT = """
-- End a match and pay its escrow out, in one round trip (performance.md §1b): winner gets the prize,
-- the house its fee; draw and void give both stakes back. False: it had ended already.
CREATE FUNCTION settle_match(
  p_match_id bigint, p_result text, p_reason text, p_actor text, p_note text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m matches;
  v_escrow bigint;
  v_first bigint; -- the winner's wallet, or player 1's when nobody won
  v_second bigint; -- the house's fees, or player 2's wallet
BEGIN
  -- The result first: the ledger pays what it says, to whom it says.
  UPDATE matches SET
      status = CASE WHEN p_result = 'void' AND status <> 'disputed'
               THEN 'cancelled' ELSE 'completed' END,
      verification_state = 'settled', result = p_result,
      winner_id = CASE p_result WHEN 'player1' THEN player1_id WHEN 'player2' THEN player2_id END,
      reason = p_reason, actor = p_actor, note = p_note,
      completed_at = clock_timestamp(), due_at = NULL
    WHERE id = p_match_id AND status IN ('pending', 'active', 'disputed')
    RETURNING * INTO m;
  IF NOT FOUND THEN
    PERFORM 1 FROM matches WHERE id = p_match_id;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'no match %', p_match_id USING ERRCODE = '23503';
    END IF;
    RETURN false;
  END IF;
  SELECT (SELECT a.id FROM accounts a WHERE a.match_id = m.id),
         (SELECT a.id FROM accounts a
          WHERE a.user_id = coalesce(m.winner_id, m.player1_id) AND a.kind = 'user_wallet'),
         CASE WHEN m.winner_id IS NULL
         THEN (SELECT a.id FROM accounts a
               WHERE a.user_id = m.player2_id AND a.kind = 'user_wallet')
         ELSE (SELECT a.id FROM accounts a WHERE a.code = 'platform_fee:main') END
    INTO v_escrow, v_first, v_second;
  IF m.winner_id IS NULL THEN
    PERFORM ledger_post('match:' || m.id || ':settle', 'wager_refund', p_actor, m.id, NULL,
      ARRAY[v_escrow, v_escrow], ARRAY[v_first, v_second],
      ARRAY[m.wager_amount, m.wager_amount]);
  ELSIF m.fee = 0 THEN
    PERFORM ledger_post('match:' || m.id || ':settle', 'wager_win', p_actor, m.id, NULL,
      ARRAY[v_escrow], ARRAY[v_first], ARRAY[m.prize]);
  ELSE
    PERFORM ledger_post('match:' || m.id || ':settle', 'wager_win', p_actor, m.id, NULL,
      ARRAY[v_escrow, v_escrow], ARRAY[v_first, v_second], ARRAY[m.prize, m.fee]);
  END IF;
  RETURN true;
END $$;
"""

GRANTS = """
DO $$ BEGIN
  CREATE ROLE wagewars_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
  EXECUTE format('GRANT wagewars_app TO %I', current_user);
EXCEPTION WHEN unique_violation OR object_in_use OR invalid_grant_operation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA public TO wagewars_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO wagewars_app;
GRANT INSERT, UPDATE ON users, player_stats, login_sessions, refresh_tokens, sms_codes, deposits,
  matches, mpesa_callbacks TO wagewars_app;
GRANT INSERT ON idempotent_answers, deposit_events, match_reports TO wagewars_app;
GRANT INSERT, UPDATE, DELETE ON matchmaking_queue TO wagewars_app;
GRANT DELETE ON idempotent_answers, refresh_tokens TO wagewars_app;
GRANT INSERT (code, kind, user_id, match_id, tracked, floor) ON accounts TO wagewars_app;
-- Trigger functions, too: whoever may execute one can hang it on a table of his own.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  ledger_post(text, text, text, bigint, text, bigint[], bigint[], numeric[]),
  settle_match(bigint, text, text, text, text) TO wagewars_app;

-- Room in each page for the next version of a row: an update then touches no index at all.
ALTER TABLE accounts SET (fillfactor = 60);
ALTER TABLE matches SET (fillfactor = 60);

INSERT INTO accounts (code, kind, tracked) VALUES
  ('mpesa_clearing_in:main', 'mpesa_clearing_in', false),
  ('platform_fee:main', 'platform_fee', false);
"""


def upgrade() -> None:
    """Put the rules where nobody can forget them."""
    # The raw cursor takes the text as it stands: a % in it is a % and no placeholder.
    cursor = op.get_bind().connection.cursor()
    for part in (LEDGER, STATES, SETTLEMENT, GRANTS):
        cursor.execute(part)
    cursor.close()


def downgrade() -> None:
    """Money does not go back: a mistake is mended by the next migration."""
    raise NotImplementedError
