-- Returns why an entry of a withdrawal's transaction does not fit the withdrawal that its key names,
-- or null: its player, its step, and the part of its amount that belongs on this account.
CREATE OR REPLACE FUNCTION withdrawal_entry_fault(
  t transactions, d accounts, c accounts, p_amount numeric
)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_id bigint := substring(t.idempotency_key
    FROM '^withdrawal:([1-9][0-9]{0,17}):(?:hold|paid|release|late)$')::bigint;
  w withdrawals;
  v_fits boolean;
BEGIN
  IF v_id IS NULL OR split_part(t.idempotency_key, ':', 3) <> (CASE t.type
       WHEN 'withdrawal_hold' THEN 'hold' WHEN 'withdrawal' THEN 'paid'
       WHEN 'withdrawal_release' THEN 'release' ELSE 'late' END) THEN
    RETURN 'its key names no withdrawal and step of this type';
  END IF;
  SELECT * INTO w FROM withdrawals WHERE id = v_id;
  IF NOT FOUND THEN
    RETURN format('there is no withdrawal %s', v_id);
  END IF;
  IF d.user_id IS DISTINCT FROM w.user_id OR c.user_id <> w.user_id THEN
    RETURN format('withdrawal %s is another player''s', v_id);
  END IF;
  v_fits := CASE t.type
    WHEN 'withdrawal_hold' THEN
      d.kind = 'user_wallet' AND c.kind = 'user_withdraw_hold' AND p_amount = w.amount
    WHEN 'withdrawal_release' THEN
      d.kind = 'user_withdraw_hold' AND c.kind = 'user_wallet' AND p_amount = w.amount
    WHEN 'withdrawal' THEN
      d.kind = 'user_withdraw_hold' AND CASE c.kind
        WHEN 'mpesa_clearing_out' THEN p_amount = w.net
        WHEN 'tax_withholding' THEN p_amount = w.tax
        WHEN 'platform_fee' THEN p_amount = w.fee
        WHEN 'user_wallet' THEN p_amount = w.change
      END
    -- Paid although released: what the wallet holds, and the rest as a debt.
    ELSE
      d.kind IN ('user_wallet', 'user_receivable') AND CASE c.kind
        WHEN 'mpesa_clearing_out' THEN p_amount <= w.net
        WHEN 'tax_withholding' THEN p_amount <= w.tax
        WHEN 'platform_fee' THEN p_amount <= w.fee
      END
  END;
  RETURN CASE WHEN v_fits IS NOT TRUE
    THEN format('withdrawal %s has other accounts or amounts', v_id) END;
END $$;
