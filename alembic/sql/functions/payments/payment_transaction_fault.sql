-- Returns why a payment's transaction must not be committed, or null: its receipt is not the
-- payment's, its entries are not the whole of its amount, or the payment is in a state that this
-- posting does not mean. The row exists: the entries have been checked against it.
CREATE OR REPLACE FUNCTION payment_transaction_fault(t transactions, p_total numeric)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_subject text := split_part(t.idempotency_key, ':', 1);
  v_id bigint := split_part(t.idempotency_key, ':', 2)::bigint;
  v_receipt text;
  v_total numeric;
  v_original text;
BEGIN
  CASE t.type
    WHEN 'deposit' THEN
      SELECT r.amount, CASE WHEN t.mpesa_reference IS NOT NULL THEN r.mpesa_reference END
        INTO v_total, v_receipt FROM deposits r WHERE r.id = v_id;
    WHEN 'paybill_deposit', 'suspense', 'suspense_claim' THEN
      SELECT p.amount, CASE WHEN t.type <> 'suspense_claim' THEN p.receipt END
        INTO v_total, v_receipt FROM paybill_payments p WHERE p.id = v_id;
    WHEN 'withdrawal_hold', 'withdrawal_release' THEN
      SELECT w.amount INTO v_total FROM withdrawals w WHERE w.id = v_id;
    WHEN 'withdrawal', 'withdrawal_late' THEN
      SELECT CASE t.type WHEN 'withdrawal' THEN w.amount ELSE w.net + w.tax + w.fee END,
             w.mpesa_reference
        INTO v_total, v_receipt FROM withdrawals w WHERE w.id = v_id;
    WHEN 'refund_hold', 'refund_release' THEN
      SELECT r.wallet_amount INTO v_total FROM refunds r WHERE r.id = v_id;
    ELSE
      SELECT r.amount, r.mpesa_reference, r.original_receipt
        INTO v_total, v_receipt, v_original FROM refunds r WHERE r.id = v_id;
  END CASE;
  IF t.mpesa_reference IS DISTINCT FROM v_receipt THEN
    RETURN format('%s %s has another receipt', v_subject, v_id);
  END IF;
  IF p_total <> v_total THEN
    RETURN format('its entries move %s, not %s', p_total, v_total);
  END IF;
  -- Paid after a release, each part comes out of two accounts.
  PERFORM 1 FROM entries e JOIN accounts c ON c.id = e.credit_account_id
      JOIN withdrawals w ON w.id = v_id
    WHERE e.transaction_id = t.id AND t.type = 'withdrawal_late'
    GROUP BY c.kind, w.net, w.tax, w.fee
    HAVING sum(e.amount) <> CASE c.kind WHEN 'mpesa_clearing_out' THEN w.net
                            WHEN 'tax_withholding' THEN w.tax ELSE w.fee END;
  IF FOUND THEN
    RETURN format('withdrawal %s has other parts', v_id);
  END IF;
  PERFORM 1 FROM refunds r
    WHERE r.id = v_id AND t.type = 'refund' AND r.tax_amount <> (
      SELECT coalesce(sum(e.amount), 0) FROM entries e JOIN accounts d ON d.id = e.debit_account_id
      WHERE e.transaction_id = t.id AND d.kind = 'tax_excise');
  IF FOUND THEN
    RETURN format('refund %s has other parts', v_id);
  END IF;
  IF v_original IS NOT NULL AND times_given_back(v_original) <> 1 THEN
    RETURN format('payment %s went back %s times', v_original, times_given_back(v_original));
  END IF;
  RETURN payment_fault(v_subject, v_id);
END $$;
