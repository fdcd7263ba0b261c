-- Returns why an entry of `deposit_reversed` does not fit the reversal that its key names, or null.
-- M-Pesa's list must have the reversal (`reversal:<receipt>`), of a payment that is credited or in
-- suspense, with its whole amount; the money comes from the player whose payment it was.
CREATE OR REPLACE FUNCTION reversal_entry_fault(
  t transactions, d accounts, c accounts, p_amount numeric
)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_receipt text := substring(t.idempotency_key FROM '^reversal:(.+)$');
  l mpesa_lines;
  v_user_id bigint;
  v_amount numeric;
  v_tax numeric;
  v_state text;
BEGIN
  SELECT * INTO l FROM mpesa_lines WHERE receipt = v_receipt AND kind = 'reversal';
  IF NOT FOUND THEN
    RETURN format('M-Pesa''s list has no reversal %s', v_receipt);
  END IF;
  SELECT o.user_id, o.amount, o.tax, o.state INTO v_user_id, v_amount, v_tax, v_state
    FROM deposits o WHERE o.mpesa_reference = l.original_receipt
    UNION ALL SELECT o.user_id, o.amount, o.tax, o.state
    FROM paybill_payments o WHERE o.receipt = l.original_receipt;
  RETURN CASE
    WHEN v_state IS NULL THEN format('there is no payment %s', l.original_receipt)
    WHEN v_state NOT IN ('credited', 'suspense')
      THEN format('payment %s is %s', l.original_receipt, v_state)
    WHEN -l.amount <> v_amount THEN format('payment %s was of %s', l.original_receipt, v_amount)
    WHEN d.user_id IS NOT NULL AND d.user_id IS DISTINCT FROM v_user_id
      THEN format('payment %s is another player''s', l.original_receipt)
    WHEN (c.kind = 'mpesa_clearing_in' AND CASE d.kind
        WHEN 'user_wallet' THEN v_state = 'credited' AND p_amount <= v_amount - v_tax
        WHEN 'user_receivable' THEN v_state = 'credited' AND p_amount <= v_amount - v_tax
        WHEN 'tax_excise' THEN v_state = 'credited' AND p_amount = v_tax
        WHEN 'mpesa_suspense' THEN v_state = 'suspense' AND p_amount = v_amount
      END) IS NOT TRUE
      THEN format('the reversal of %s has other accounts or amounts', l.original_receipt)
  END;
END $$;
