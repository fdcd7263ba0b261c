-- Returns why an entry of a refund's transaction does not fit the refund that its key names, or
-- null. When money is set aside, and when money in suspense goes back, the refund is also compared
-- with the payment that it gives back: a refund of another player's payment, or of more, moves
-- nothing.
CREATE OR REPLACE FUNCTION refund_entry_fault(
  t transactions, d accounts, c accounts, p_amount numeric
)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_id bigint := substring(t.idempotency_key
    FROM '^refund:([1-9][0-9]{0,17}):(?:hold|done|release|late)$')::bigint;
  v_step text := split_part(t.idempotency_key, ':', 3);
  r refunds;
  v_fits boolean;
BEGIN
  IF v_id IS NULL OR NOT (CASE t.type
       WHEN 'refund_hold' THEN v_step = 'hold' WHEN 'refund_release' THEN v_step = 'release'
       ELSE v_step IN ('done', 'late') END) THEN
    RETURN 'its key names no refund and step of this type';
  END IF;
  SELECT * INTO r FROM refunds WHERE id = v_id;
  IF NOT FOUND THEN
    RETURN format('there is no refund %s', v_id);
  END IF;
  IF d.user_id <> r.user_id OR c.user_id <> r.user_id
     OR (d.user_id IS NOT NULL AND r.user_id IS NULL) THEN
    RETURN format('refund %s is another player''s', v_id);
  END IF;
  IF v_step = 'hold' OR d.kind = 'mpesa_suspense' THEN
    PERFORM 1 FROM deposits o
      WHERE o.id = r.deposit_id AND o.state = 'credited' AND o.user_id = r.user_id
        AND (o.mpesa_reference, o.amount, o.tax) = (r.original_receipt, r.amount, r.tax_amount)
      UNION ALL SELECT 1 FROM paybill_payments o
      WHERE o.id = r.paybill_payment_id AND o.user_id IS NOT DISTINCT FROM r.user_id
        AND o.state = CASE WHEN r.user_id IS NULL THEN 'suspense' ELSE 'credited' END
        AND (o.receipt, o.amount) = (r.original_receipt, r.amount)
        AND r.tax_amount = CASE WHEN r.user_id IS NULL THEN 0 ELSE o.tax END;
    IF NOT FOUND THEN
      RETURN format('refund %s is not of a credited payment of this player and amount', v_id);
    END IF;
  END IF;
  v_fits := CASE t.type
    WHEN 'refund_hold' THEN
      d.kind = 'user_wallet' AND c.kind = 'user_withdraw_hold' AND p_amount = r.wallet_amount
    WHEN 'refund_release' THEN
      d.kind = 'user_withdraw_hold' AND c.kind = 'user_wallet' AND p_amount = r.wallet_amount
    ELSE
      c.kind = 'mpesa_clearing_in' AND CASE d.kind
        WHEN 'user_withdraw_hold' THEN v_step = 'done' AND p_amount = r.wallet_amount
        WHEN 'user_wallet' THEN v_step = 'late' AND p_amount <= r.wallet_amount
        WHEN 'user_receivable' THEN v_step = 'late' AND p_amount <= r.wallet_amount
        WHEN 'tax_excise' THEN p_amount = r.tax_amount
        WHEN 'mpesa_suspense' THEN r.user_id IS NULL AND p_amount = r.amount
      END
  END;
  RETURN CASE WHEN v_fits IS NOT TRUE
    THEN format('refund %s has other accounts or amounts', v_id) END;
END $$;
