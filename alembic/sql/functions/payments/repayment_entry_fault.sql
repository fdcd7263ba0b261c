-- Returns why an entry of `receivable_repaid` is not allowed, or null. A debt is repaid out of new
-- money only: the key (`repaid:deposit:7`) names the payment, which is the player's, and whose
-- posting was written by the same database transaction.
CREATE OR REPLACE FUNCTION repayment_entry_fault(
  t transactions, d accounts, c accounts, p_amount numeric
)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_occasion text := substring(t.idempotency_key
    FROM '^repaid:((?:deposit|withdrawal|paybill|refund|adjustment):[1-9][0-9]{0,17})$');
BEGIN
  IF v_occasion IS NULL THEN
    RETURN 'its key names no payment';
  END IF;
  IF d.kind <> 'user_wallet' OR c.kind <> 'user_receivable' OR d.user_id <> c.user_id THEN
    RETURN 'a debt is repaid from the wallet of the player who owes it';
  END IF;
  IF c.balance + p_amount > 0 THEN
    RETURN format('only %s is owed', -c.balance);
  END IF;
  PERFORM 1 FROM transactions n JOIN entries e ON e.transaction_id = n.id
    WHERE n.idempotency_key IN (v_occasion || ':credit', v_occasion || ':claim',
                                v_occasion || ':paid', v_occasion || ':release',
                                v_occasion || ':done')
      AND n.xact = pg_current_xact_id() AND d.id IN (e.debit_account_id, e.credit_account_id);
  IF NOT FOUND THEN
    -- A payout touches the wallet only if it leaves cents; its hold is the player's as well.
    PERFORM 1 FROM transactions n JOIN entries e ON e.transaction_id = n.id
      JOIN accounts a ON a.id = e.debit_account_id
      WHERE n.idempotency_key = v_occasion || ':paid' AND n.xact = pg_current_xact_id()
        AND a.user_id = d.user_id;
  END IF;
  RETURN CASE WHEN NOT FOUND
    THEN format('%s brings this player no new money', v_occasion) END;
END $$;
