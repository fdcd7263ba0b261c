-- Returns why a transaction of a clawback or an upgrade must not be committed, or null. The row
-- exists: the entries have been checked against it.
CREATE OR REPLACE FUNCTION prize_transaction_fault(t transactions)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_id bigint := split_part(t.idempotency_key, ':', 2)::bigint;
  v_debt numeric;
  v_collected numeric;
BEGIN
  IF t.mpesa_reference IS NOT NULL THEN
    RETURN 'a prize has no receipt';
  END IF;
  IF t.type <> 'prize_collection' THEN
    RETURN CASE t.type WHEN 'prize_clawback' THEN prize_clawback_fault(v_id)
      ELSE prize_payment_fault(v_id) END;
  END IF;
  SELECT coalesce(sum(e.amount) FILTER (WHERE x.type = 'prize_clawback'), 0),
         coalesce(sum(e.amount) FILTER (WHERE x.type = 'prize_collection'), 0)
    INTO v_debt, v_collected
    FROM prize_clawbacks k
      JOIN accounts a ON a.user_id = k.user_id AND a.kind = 'user_receivable'
      JOIN entries e ON a.id IN (e.debit_account_id, e.credit_account_id)
      JOIN transactions x ON x.id = e.transaction_id
    WHERE k.id = v_id AND starts_with(x.idempotency_key, 'clawback:' || v_id || ':');
  RETURN CASE WHEN v_collected > v_debt
    THEN format('clawback %s left a debt of %s, and %s was collected', v_id, v_debt, v_collected)
  END;
END $$;
