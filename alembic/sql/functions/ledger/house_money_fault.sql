-- Returns why the house must not pay this, or null: it would have paid more than it has. Asked at
-- COMMIT, one database transaction after another (`lock_house_money`).
CREATE OR REPLACE FUNCTION house_money_fault(t transactions)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_left numeric;
BEGIN
  IF t.type NOT IN
     ('sponsor_funding', 'prize_advance', 'capital_paid_out', 'wallet_adjustment') THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM entries e JOIN accounts d ON d.id = e.debit_account_id
    WHERE e.transaction_id = t.id
      AND d.kind IN ('platform_fee', 'house_capital', 'wallet_adjustment');
  IF NOT FOUND THEN
    RETURN NULL; -- it gives the house something
  END IF;
  v_left := lock_house_money();
  RETURN CASE WHEN v_left < 0 THEN format('the house has %s too little for it', -v_left) END;
END $$;
