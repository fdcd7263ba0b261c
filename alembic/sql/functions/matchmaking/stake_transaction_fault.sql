-- Returns why a movement of stakes must not be committed, or null: afterwards the stake account of
-- each player in it must hold what their waiting ticket stakes, and nothing without one.
CREATE OR REPLACE FUNCTION stake_transaction_fault(t transactions, p_legs bigint)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_wrong record;
BEGIN
  IF t.mpesa_reference IS NOT NULL THEN
    RETURN 'a stake has no receipt';
  END IF;
  IF p_legs <> (CASE t.type WHEN 'wager_lock' THEN 2 ELSE 1 END) THEN
    RETURN 'a ticket has one stake, and a match two';
  END IF;
  SELECT a.code, a.balance, coalesce(q.wager_amount, 0) AS waits INTO v_wrong
    FROM (SELECT CASE t.type WHEN 'wager_hold' THEN credit_account_id ELSE debit_account_id END AS id
          FROM entries WHERE transaction_id = t.id) moved
      JOIN accounts a ON a.id = moved.id
      LEFT JOIN matchmaking_queue q ON q.user_id = a.user_id AND q.match_id IS NULL
    WHERE a.balance <> coalesce(q.wager_amount, 0) LIMIT 1;
  RETURN CASE WHEN FOUND THEN format('%s would hold %s, while a ticket of %s waits',
    v_wrong.code, v_wrong.balance, v_wrong.waits) END;
END $$;
