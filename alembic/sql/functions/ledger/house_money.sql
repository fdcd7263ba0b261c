-- Returns what the house has of its own (KES): fees, capital that was paid in, and what corrected
-- wallets took or gave. What players owe is lent by the house, beyond what waits for others until
-- it is recovered.
CREATE OR REPLACE FUNCTION house_money()
RETURNS numeric LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_own numeric;
  v_lent numeric;
BEGIN
  SELECT coalesce(sum(moved.amount) FILTER (WHERE moved.kind <> 'prize_recovery'), 0),
         coalesce(sum(moved.amount) FILTER (WHERE moved.kind = 'prize_recovery'), 0)
           + (SELECT coalesce(sum(balance), 0) FROM accounts WHERE kind = 'user_receivable')
    INTO v_own, v_lent
    FROM (
      SELECT a.kind, e.amount FROM accounts a JOIN entries e ON e.credit_account_id = a.id
        WHERE a.kind IN ('platform_fee', 'house_capital', 'wallet_adjustment', 'prize_recovery')
      UNION ALL
      SELECT a.kind, -e.amount FROM accounts a JOIN entries e ON e.debit_account_id = a.id
        WHERE a.kind IN ('platform_fee', 'house_capital', 'wallet_adjustment', 'prize_recovery')
    ) moved;
  RETURN v_own + least(v_lent, 0);
END $$;
