-- Corrects the result of a finished match, once, after an appeal, by new entries. Who got too
-- much gives it back through the escrow, out of the wallet as far as it reaches, and owes the
-- rest. Returns what is owed (KES); null if there is nothing to correct any more.
CREATE OR REPLACE FUNCTION overturn_match(
  p_match_id bigint, p_result text, p_reason text, p_actor text, p_note text
)
RETURNS numeric LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  m matches;
  v_was record;
  v_is record;
  v_escrow bigint;
  v_platform bigint;
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
  SELECT id INTO v_platform FROM accounts WHERE code = 'platform_fee:main';
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
    UNION ALL SELECT v_platform, v_escrow, v_was.of_platform - v_is.of_platform
    UNION ALL SELECT v_escrow, wallet, amount FROM moved WHERE amount > 0
    UNION ALL SELECT v_escrow, v_platform, v_is.of_platform - v_was.of_platform
  ), posted AS (
    INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)
    SELECT v_transaction, row_number() OVER (), debit, credit, amount FROM legs WHERE amount > 0
    RETURNING debit_account_id, amount
  )
  SELECT coalesce(sum(p.amount), 0) INTO v_owed
    FROM posted p JOIN moved ON moved.debts = p.debit_account_id;
  RETURN v_owed;
END $$;
