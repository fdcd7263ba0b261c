-- Returns why a `deposit_reversed` must not be committed, or null: it must take the whole payment
-- back, tax included, once, and leave it reversed.
CREATE OR REPLACE FUNCTION reversal_transaction_fault(t transactions, p_total numeric)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_receipt text := split_part(t.idempotency_key, ':', 2);
  v_original text;
  v_amount numeric;
  v_tax numeric;
  v_state text;
BEGIN
  SELECT original_receipt INTO v_original
    FROM mpesa_lines WHERE receipt = v_receipt AND kind = 'reversal';
  SELECT o.amount, o.tax, o.state INTO v_amount, v_tax, v_state
    FROM deposits o WHERE o.mpesa_reference = v_original
    UNION ALL SELECT o.amount, CASE WHEN o.user_id IS NULL THEN 0 ELSE o.tax END, o.state
    FROM paybill_payments o WHERE o.receipt = v_original;
  RETURN CASE
    WHEN t.mpesa_reference IS DISTINCT FROM v_receipt THEN 'its receipt is not the reversal''s'
    WHEN v_state NOT IN ('reversed', 'returned')
      THEN format('payment %s is still %s', v_original, v_state)
    WHEN p_total <> v_amount THEN format('its entries move %s, not %s', p_total, v_amount)
    WHEN v_tax <> (
      SELECT coalesce(sum(e.amount), 0) FROM entries e JOIN accounts d ON d.id = e.debit_account_id
      WHERE e.transaction_id = t.id AND d.kind = 'tax_excise')
      THEN format('payment %s had a tax of %s', v_original, v_tax)
    WHEN times_given_back(v_original) <> 1
      THEN format('payment %s went back %s times', v_original, times_given_back(v_original))
  END;
END $$;
