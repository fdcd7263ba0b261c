"""Disputes that end: proof, rulings, one appeal, strikes; and what makes a player look dishonest.

Revision: 0016
After: 0015
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE disputes (
  match_id bigint NOT NULL,
  replay bigint NOT NULL DEFAULT 0,
  opened_by bigint,
  reason_code varchar(40) NOT NULL,
  opened_at timestamptz NOT NULL,
  evidence_until timestamptz NOT NULL,
  rule_by timestamptz NOT NULL,
  player1_done_at timestamptz,
  player2_done_at timestamptz,
  claimed_by bigint,
  claimed_until timestamptz,
  late_at timestamptz,
  escalated_at timestamptz,
  closed_at timestamptz,
  CONSTRAINT pk_disputes PRIMARY KEY (match_id),
  CONSTRAINT fk_disputes_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_disputes_opened_by FOREIGN KEY (opened_by) REFERENCES users (id),
  CONSTRAINT fk_disputes_claimed_by FOREIGN KEY (claimed_by) REFERENCES users (id),
  CONSTRAINT ck_disputes_a_claim_lapses
    CHECK ((claimed_by IS NULL) = (claimed_until IS NULL)),
  CONSTRAINT ck_disputes_clocks_go_forward
    CHECK (opened_at <= evidence_until AND evidence_until <= rule_by)
);
CREATE INDEX ix_disputes_opened_at ON disputes (opened_at) WHERE closed_at IS NULL;

CREATE TABLE dispute_statements (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  match_id bigint NOT NULL,
  replay bigint NOT NULL DEFAULT 0,
  user_id bigint NOT NULL,
  reason_code varchar(40) NOT NULL,
  statement varchar NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_dispute_statements PRIMARY KEY (id),
  CONSTRAINT fk_dispute_statements_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_dispute_statements_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_dispute_statements_match_id ON dispute_statements (match_id, id);

CREATE TABLE match_rulings (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  match_id bigint NOT NULL,
  replay bigint NOT NULL DEFAULT 0,
  result varchar(10) NOT NULL,
  reason varchar NOT NULL,
  strike varchar(10) NOT NULL DEFAULT 'none',
  proposed_by bigint NOT NULL,
  proposed_at timestamptz NOT NULL,
  decision varchar(10),
  decided_by bigint,
  decided_at timestamptz,
  due_at timestamptz,
  CONSTRAINT pk_match_rulings PRIMARY KEY (id),
  CONSTRAINT fk_match_rulings_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_match_rulings_proposed_by FOREIGN KEY (proposed_by) REFERENCES users (id),
  CONSTRAINT fk_match_rulings_decided_by FOREIGN KEY (decided_by) REFERENCES users (id),
  CONSTRAINT ck_match_rulings_two_people CHECK (proposed_by <> decided_by),
  CONSTRAINT ck_match_rulings_result_is_known
    CHECK (result IN ('player1', 'player2', 'split', 'draw', 'void', 'replay')),
  CONSTRAINT ck_match_rulings_strike_is_known
    CHECK (strike IN ('none', 'player1', 'player2')),
  CONSTRAINT ck_match_rulings_decision_is_known
    CHECK (decision IN ('alone', 'confirmed', 'rejected', 'lapsed')),
  CONSTRAINT ck_match_rulings_who_waits_has_a_deadline
    CHECK ((decision IS NULL) = (due_at IS NOT NULL)
           AND (decision IS NULL) = (decided_at IS NULL)
           AND (coalesce(decision, 'lapsed') IN ('confirmed', 'rejected')) = (decided_by IS NOT NULL)),
  CONSTRAINT ck_match_rulings_reason_is_given CHECK (length(btrim(reason)) >= 10)
);
CREATE UNIQUE INDEX uq_match_rulings_open ON match_rulings (match_id) WHERE decision IS NULL;
CREATE INDEX ix_match_rulings_match_id ON match_rulings (match_id, id);

CREATE TABLE appeals (
  match_id bigint NOT NULL,
  user_id bigint NOT NULL,
  statement varchar NOT NULL,
  opened_at timestamptz NOT NULL,
  rule_by timestamptz NOT NULL,
  due_at timestamptz,
  decision varchar(10),
  result varchar(10),
  reason varchar,
  decided_by bigint,
  decided_at timestamptz,
  CONSTRAINT pk_appeals PRIMARY KEY (match_id),
  CONSTRAINT fk_appeals_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_appeals_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_appeals_decided_by FOREIGN KEY (decided_by) REFERENCES users (id),
  CONSTRAINT ck_appeals_decision_is_known CHECK (decision IN ('upheld', 'overturned')),
  CONSTRAINT ck_appeals_who_waits_has_a_deadline
    CHECK ((decision IS NULL) = (due_at IS NOT NULL)
           AND (decision IS NULL) = (decided_by IS NULL)
           AND (decision IS NULL) = (decided_at IS NULL)
           AND (decision IS NULL) = (reason IS NULL)
           AND (coalesce(decision, 'upheld') = 'overturned') = (result IS NOT NULL))
);
CREATE INDEX ix_appeals_due_at ON appeals (due_at) WHERE decision IS NULL;

CREATE TABLE strikes (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  user_id bigint NOT NULL,
  match_id bigint NOT NULL,
  kind varchar(10) NOT NULL,
  admin_id bigint NOT NULL,
  created_at timestamptz NOT NULL,
  lapses_at timestamptz NOT NULL,
  suspended_until timestamptz,
  lifted_at timestamptz,
  CONSTRAINT pk_strikes PRIMARY KEY (id),
  CONSTRAINT uq_strikes_match_id_user_id UNIQUE (match_id, user_id),
  CONSTRAINT fk_strikes_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_strikes_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_strikes_admin_id FOREIGN KEY (admin_id) REFERENCES users (id),
  CONSTRAINT ck_strikes_kind_is_known CHECK (kind IN ('warning', 'suspension', 'ban'))
);
CREATE INDEX ix_strikes_user_id ON strikes (user_id, id);

CREATE TABLE risk_flags (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  user_id bigint NOT NULL,
  signal varchar(40) NOT NULL,
  points bigint NOT NULL,
  explanation varchar NOT NULL,
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  cleared_at timestamptz,
  cleared_by bigint,
  CONSTRAINT pk_risk_flags PRIMARY KEY (id),
  CONSTRAINT fk_risk_flags_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_risk_flags_cleared_by FOREIGN KEY (cleared_by) REFERENCES users (id),
  CONSTRAINT uq_risk_flags_user_id_signal UNIQUE (user_id, signal),
  CONSTRAINT ck_risk_flags_points_are_sane CHECK (points BETWEEN 1 AND 100)
);

CREATE TABLE player_risks (
  user_id bigint NOT NULL,
  score bigint NOT NULL,
  held_until timestamptz,
  frozen boolean NOT NULL DEFAULT false,
  scored_at timestamptz NOT NULL,
  CONSTRAINT pk_player_risks PRIMARY KEY (user_id),
  CONSTRAINT fk_player_risks_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT ck_player_risks_score_is_sane CHECK (score BETWEEN 0 AND 100)
);
CREATE INDEX ix_player_risks_scored_at ON player_risks (scored_at);

ALTER TABLE matches ADD COLUMN overturned_at timestamptz;
"""

GUARDS = """
-- Matches that are disputed already.
INSERT INTO disputes (match_id, reason_code, opened_at, evidence_until, rule_by)
  SELECT id, coalesce(reason, 'reports_contradict'), now(), now(), now() + interval '1 day'
  FROM matches WHERE status = 'disputed';

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON dispute_statements
  FOR EACH ROW EXECUTE FUNCTION forbid();
CREATE TRIGGER terms
  BEFORE UPDATE OF id, match_id, replay, result, reason, strike, proposed_by, proposed_at
  ON match_rulings FOR EACH ROW EXECUTE FUNCTION refuse('what was ruled cannot change');
CREATE TRIGGER terms BEFORE UPDATE OF match_id, user_id, statement, opened_at, rule_by ON appeals
  FOR EACH ROW EXECUTE FUNCTION refuse('what was appealed against cannot change');
CREATE TRIGGER terms
  BEFORE UPDATE OF id, user_id, match_id, kind, admin_id, created_at, lapses_at, suspended_until
  ON strikes FOR EACH ROW EXECUTE FUNCTION refuse('a strike cannot change, only be lifted');

CREATE FUNCTION decided_is_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.decision IS NOT NULL THEN
    RAISE EXCEPTION 'what was decided stays decided' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER decided BEFORE UPDATE ON match_rulings
  FOR EACH ROW EXECUTE FUNCTION decided_is_decided();
CREATE TRIGGER decided BEFORE UPDATE ON appeals
  FOR EACH ROW EXECUTE FUNCTION decided_is_decided();

DO $$
DECLARE
  v_table text;
BEGIN
  FOREACH v_table IN ARRAY ARRAY['disputes', 'match_rulings', 'appeals', 'strikes', 'risk_flags'] LOOP
    EXECUTE format('CREATE TRIGGER no_delete BEFORE DELETE ON %I'
                   ' FOR EACH ROW EXECUTE FUNCTION forbid()', v_table);
  END LOOP;
  FOREACH v_table IN ARRAY ARRAY['disputes', 'dispute_statements', 'match_rulings', 'appeals',
                                 'strikes', 'risk_flags'] LOOP
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I'
                   ' FOR EACH STATEMENT EXECUTE FUNCTION forbid()', v_table);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE ON disputes, match_rulings, appeals, strikes, risk_flags, player_risks
  TO wagewars_app;
GRANT SELECT, INSERT ON dispute_statements TO wagewars_app;
"""

MONEY = """
-- Who gets what of a pot by each result (KES). Of a split with an odd cent the players get it.
CREATE FUNCTION match_shares(
  p_result text, p_stake numeric, p_prize numeric, p_fee numeric,
  OUT of_one numeric, OUT of_two numeric, OUT of_house numeric)
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT CASE p_result WHEN 'player1' THEN p_prize WHEN 'player2' THEN 0
                       WHEN 'split' THEN ceil(p_prize * 50) / 100 ELSE p_stake END,
         CASE p_result WHEN 'player2' THEN p_prize WHEN 'player1' THEN 0
                       WHEN 'split' THEN ceil(p_prize * 50) / 100 ELSE p_stake END,
         CASE WHEN p_result IN ('player1', 'player2') THEN p_fee
              WHEN p_result = 'split' THEN 2 * p_stake - 2 * ceil(p_prize * 50) / 100 ELSE 0 END;
$$;

-- As before, and two more: a pot shared by both, and a ruling overturned. The latter's amounts are
-- judged together, at the end (`overturned_is_paid`).
CREATE OR REPLACE FUNCTION entry_is_legal(
  t transactions, d accounts, c accounts, p_amount numeric)
RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RETURN CASE t.type
    WHEN 'wager_hold' THEN
      d.kind = 'user_wallet' AND c.kind = 'user_stake' AND d.user_id = c.user_id
    WHEN 'wager_release' THEN
      d.kind = 'user_stake' AND c.kind = 'user_wallet' AND d.user_id = c.user_id
    WHEN 'wager_lock' THEN
      d.kind = 'user_stake' AND EXISTS (
        SELECT FROM matches m
        WHERE m.id = t.match_id AND c.match_id = m.id AND m.status = 'pending'
          AND d.user_id IN (m.player1_id, m.player2_id) AND p_amount = m.wager_amount
          AND c.balance + p_amount <= 2 * m.wager_amount)
    WHEN 'wager_refund' THEN
      c.kind = 'user_wallet' AND EXISTS (
        SELECT FROM matches m
        WHERE m.id = t.match_id AND d.match_id = m.id AND m.result IN ('draw', 'void')
          AND c.user_id IN (m.player1_id, m.player2_id) AND p_amount = m.wager_amount)
    WHEN 'wager_split' THEN EXISTS (
      SELECT FROM matches m, match_shares(m.result, m.wager_amount, m.prize, m.fee) share
      WHERE m.id = t.match_id AND d.match_id = m.id AND m.result = 'split'
        AND CASE c.kind
          WHEN 'user_wallet' THEN
            c.user_id IN (m.player1_id, m.player2_id) AND p_amount = share.of_one
          WHEN 'platform_fee' THEN p_amount = share.of_house
        END)
    WHEN 'wager_overturn' THEN EXISTS (
      SELECT FROM matches m
      WHERE m.id = t.match_id AND m.overturned_at IS NOT NULL
        AND t.idempotency_key = 'match:' || m.id || ':overturn'
        AND ((c.match_id = m.id AND CASE
                WHEN d.kind IN ('user_wallet', 'user_receivable')
                  THEN d.user_id IN (m.player1_id, m.player2_id)
                ELSE d.kind = 'platform_fee' END)
          OR (d.match_id = m.id AND CASE c.kind
                WHEN 'user_wallet' THEN c.user_id IN (m.player1_id, m.player2_id)
                ELSE c.kind = 'platform_fee' END)))
    ELSE is_legal_payment(t.type, t.idempotency_key, d, c, p_amount)
  END;
END $$;

-- As before; of a split, both players must have their half.
CREATE OR REPLACE FUNCTION escrow_is_paid_out() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_left numeric;
  v_one_payee boolean;
BEGIN
  IF NEW.status NOT IN ('completed', 'cancelled') THEN
    RETURN NULL;
  END IF;
  SELECT max(a.balance), min(e.credit_account_id) = max(e.credit_account_id)
    INTO v_left, v_one_payee
    FROM accounts a LEFT JOIN entries e ON e.debit_account_id = a.id WHERE a.match_id = NEW.id;
  IF v_left IS DISTINCT FROM 0 THEN
    RAISE EXCEPTION 'match % ended with money in escrow', NEW.id USING ERRCODE = '23514';
  END IF;
  IF v_one_payee IS DISTINCT FROM (NEW.winner_id IS NOT NULL AND NEW.fee = 0) THEN
    RAISE EXCEPTION 'match % paid other than its result says', NEW.id USING ERRCODE = '23514';
  END IF;
  IF NEW.result = 'split' THEN
    PERFORM 1 FROM accounts a JOIN entries e ON e.debit_account_id = a.id
      JOIN accounts c ON c.id = e.credit_account_id AND c.kind = 'user_wallet'
      WHERE a.match_id = NEW.id HAVING count(DISTINCT c.id) = 2 AND count(*) = 2;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'match % paid other than its result says', NEW.id USING ERRCODE = '23514';
    END IF;
  END IF;
  RETURN NULL;
END $$;

-- A function of its own, so that `settle_match`, which runs ten thousand times as often, stays short.
CREATE FUNCTION split_match(p_match_id bigint, p_reason text, p_actor text, p_note text)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  WITH ended AS (
    UPDATE matches SET status = 'completed', verification_state = 'settled', result = 'split',
      winner_id = NULL, reason = p_reason, actor = p_actor, note = p_note,
      completed_at = clock_timestamp(), due_at = NULL
    WHERE id = p_match_id AND status = 'disputed'
    RETURNING id, player1_id, player2_id, wager_amount, prize, fee
  ), header AS (
    INSERT INTO transactions (idempotency_key, type, actor, match_id)
    SELECT 'match:' || id || ':settle', 'wager_split', p_actor, id FROM ended RETURNING id
  )
  INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)
  SELECT header.id, leg.seq, escrow.id, payee.id, leg.amount
  FROM ended m CROSS JOIN header JOIN accounts escrow ON escrow.match_id = m.id
    CROSS JOIN match_shares('split', m.wager_amount, m.prize, m.fee) share
    CROSS JOIN LATERAL (VALUES (1, 'user_wallet:' || m.player1_id, share.of_one),
      (2, 'user_wallet:' || m.player2_id, share.of_two), (3, 'platform_fee:main', share.of_house)
    ) leg (seq, payee, amount)
    JOIN accounts payee ON payee.code = leg.payee
  WHERE leg.amount > 0;
  RETURN FOUND;
END $$;

-- Corrects a ruling, once, after an appeal, by new entries: who got too much gives it back through
-- the match's escrow, out of his wallet while it lasts, and owes the rest. Returns what he owes;
-- null: there is nothing to correct (any more).
CREATE FUNCTION overturn_match(
  p_match_id bigint, p_result text, p_reason text, p_actor text, p_note text) RETURNS numeric
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m matches;
  v_was record;
  v_is record;
  v_escrow bigint;
  v_house bigint;
  v_transaction bigint;
  v_owed numeric := 0;
BEGIN
  SELECT * INTO m FROM matches WHERE id = p_match_id FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no match %', p_match_id USING ERRCODE = '23503';
  END IF;
  IF m.status <> 'completed' OR m.overturned_at IS NOT NULL OR m.result = p_result THEN
    RETURN NULL;
  END IF;
  SELECT * INTO v_was FROM match_shares(m.result, m.wager_amount, m.prize, m.fee);
  SELECT * INTO v_is FROM match_shares(p_result, m.wager_amount, m.prize, m.fee);
  UPDATE matches SET result = p_result,
      winner_id = CASE p_result WHEN 'player1' THEN player1_id WHEN 'player2' THEN player2_id END,
      reason = p_reason, actor = p_actor, note = p_note, overturned_at = clock_timestamp()
    WHERE id = m.id;
  INSERT INTO match_events (match_id, status, verification_state, actor, note)
    VALUES (m.id, m.status, m.verification_state, p_actor, p_note);
  IF v_is IS NOT DISTINCT FROM v_was THEN
    RETURN v_owed; -- draw and void pay the same
  END IF;
  SELECT id INTO v_escrow FROM accounts WHERE match_id = m.id;
  SELECT id INTO v_house FROM accounts WHERE code = 'platform_fee:main';
  PERFORM 1 FROM accounts WHERE user_id IN (m.player1_id, m.player2_id) ORDER BY id FOR UPDATE;
  INSERT INTO transactions (idempotency_key, type, actor, match_id)
    VALUES ('match:' || m.id || ':overturn', 'wager_overturn', p_actor, m.id)
    RETURNING id INTO v_transaction;
  WITH moved (wallet, debts, amount, balance) AS (
    SELECT w.id, r.id, side.amount, w.balance
    FROM (VALUES (m.player1_id, v_is.of_one - v_was.of_one),
                 (m.player2_id, v_is.of_two - v_was.of_two)) side (user_id, amount)
      JOIN accounts w ON w.user_id = side.user_id AND w.kind = 'user_wallet'
      JOIN accounts r ON r.user_id = side.user_id AND r.kind = 'user_receivable'
  ), legs (debit, credit, amount) AS (
    SELECT wallet, v_escrow, least(-amount, balance) FROM moved WHERE amount < 0
    UNION ALL SELECT debts, v_escrow, -amount - least(-amount, balance) FROM moved WHERE amount < 0
    UNION ALL SELECT v_house, v_escrow, v_was.of_house - v_is.of_house
    UNION ALL SELECT v_escrow, wallet, amount FROM moved WHERE amount > 0
    UNION ALL SELECT v_escrow, v_house, v_is.of_house - v_was.of_house
  ), posted AS (
    INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)
    SELECT v_transaction, row_number() OVER (), debit, credit, amount FROM legs WHERE amount > 0
    RETURNING debit_account_id, amount
  )
  SELECT coalesce(sum(p.amount), 0) INTO v_owed
    FROM posted p JOIN moved ON moved.debts = p.debit_account_id;
  RETURN v_owed;
END $$;

-- A finished match changes once at most, by an appeal that says so, and only in its result.
CREATE FUNCTION check_overturn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_may_change text[] := ARRAY['result', 'winner_id', 'reason', 'actor', 'note', 'overturned_at'];
BEGIN
  IF NEW.overturned_at IS NOT DISTINCT FROM OLD.overturned_at THEN
    RETURN NEW;
  END IF;
  PERFORM 1 FROM appeals
    WHERE match_id = NEW.id AND decision = 'overturned' AND result = NEW.result
      AND OLD.status = 'completed' AND OLD.overturned_at IS NULL
      AND NEW.result IS DISTINCT FROM OLD.result
      AND to_jsonb(NEW) - v_may_change = to_jsonb(OLD) - v_may_change;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only an appeal changes the result of a finished match, once'
      USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER overturn BEFORE UPDATE OF overturned_at ON matches
  FOR EACH ROW EXECUTE FUNCTION check_overturn();

-- Both players and the house have what the new result says, all entries of the match together.
CREATE FUNCTION overturned_is_paid() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_due record;
  v_paid record;
BEGIN
  SELECT * INTO v_due FROM match_shares(NEW.result, NEW.wager_amount, NEW.prize, NEW.fee);
  SELECT coalesce(sum(moved.amount) FILTER (WHERE a.user_id = NEW.player1_id), 0) AS of_one,
         coalesce(sum(moved.amount) FILTER (WHERE a.user_id = NEW.player2_id), 0) AS of_two,
         coalesce(sum(moved.amount) FILTER (WHERE a.kind = 'platform_fee'), 0) AS of_house
    INTO v_paid
    FROM accounts escrow CROSS JOIN LATERAL (
      SELECT e.credit_account_id AS account_id, e.amount FROM entries e
        WHERE e.debit_account_id = escrow.id
      UNION ALL
      SELECT e.debit_account_id, -e.amount FROM entries e WHERE e.credit_account_id = escrow.id
    ) moved JOIN accounts a ON a.id = moved.account_id AND a.kind <> 'user_stake'
    WHERE escrow.match_id = NEW.id;
  IF v_paid IS DISTINCT FROM v_due THEN
    RAISE EXCEPTION 'match % paid other than its result says', NEW.id USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER overturned_is_paid AFTER UPDATE OF overturned_at ON matches
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION overturned_is_paid();

REVOKE ALL ON FUNCTION split_match(bigint, text, text, text),
  overturn_match(bigint, text, text, text, text), check_overturn(), overturned_is_paid() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION match_shares(text, numeric, numeric, numeric),
  split_match(bigint, text, text, text),
  overturn_match(bigint, text, text, text, text) TO wagewars_app;

-- Two words more in `check_match`, whatever the migrations between 0002 and this one made of it: a
-- result `split`, and a finished match that an appeal overturns (`check_overturn` says when).
DO $$
DECLARE
  v_old text := pg_get_functiondef('check_match'::regproc);
  v_new text;
BEGIN
  v_new := replace(v_old, 'ELSIF NOT v_live THEN',
    'ELSIF NOT v_live AND (NEW.overturned_at IS NULL OR OLD.overturned_at IS NOT NULL) THEN');
  IF v_new = v_old THEN
    RAISE EXCEPTION 'check_match does not protect finished matches as expected';
  END IF;
  v_old := v_new;
  v_new := replace(v_old, '''draw'', ''void'')', '''split'', ''draw'', ''void'')');
  IF v_new = v_old THEN
    RAISE EXCEPTION 'check_match does not know results as expected';
  END IF;
  EXECUTE v_new;
END $$;
"""


def upgrade() -> None:
    """Make the tables and the rules of money that go with them."""
    # The raw cursor takes the text as it stands: a % in it is a % and no placeholder.
    cursor = op.get_bind().connection.cursor()
    for part in (TABLES, GUARDS, MONEY):
        cursor.execute(part)
    cursor.close()


def downgrade() -> None:
    """Money does not go back: a mistake is mended by the next migration."""
    raise NotImplementedError
