-- Returns why an entry of `statement_line` or `mpesa_charge` does not fit the row of M-Pesa's list
-- that its key names, or null. Each kind of row moves money in one direction, and is posted once.
CREATE OR REPLACE FUNCTION statement_entry_fault(
  t transactions, d accounts, c accounts, p_amount numeric
)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_receipt text := substring(t.idempotency_key FROM CASE t.type
    WHEN 'mpesa_charge' THEN '^charge:(.+)$' ELSE '^statement:(.+)$' END);
  v_kind text := CASE (d.kind || ' ' || c.kind)
    WHEN 'mpesa_float mpesa_clearing_in' THEN 'collection'
    WHEN 'mpesa_clearing_in mpesa_float' THEN 'reversal'
    WHEN 'mpesa_clearing_out mpesa_float' THEN 'payout'
    WHEN 'mpesa_charges mpesa_float' THEN 'charge'
  END;
  l mpesa_lines;
BEGIN
  IF v_kind IS NULL OR (v_kind = 'charge') IS DISTINCT FROM (t.type = 'mpesa_charge') THEN
    RETURN 'no row of M-Pesa''s list moves money between these accounts';
  END IF;
  SELECT * INTO l FROM mpesa_lines WHERE receipt = v_receipt AND (kind = v_kind
    -- A transfer from or to the bank is of no player: only the house's capital answers it.
    OR kind = 'other' AND v_kind = CASE WHEN amount > 0 THEN 'collection' ELSE 'payout' END
      AND EXISTS (SELECT FROM staff_proposals p
        WHERE p.receipt = mpesa_lines.receipt AND p.decision = 'approved'
          AND p.action = CASE WHEN v_kind = 'payout' THEN 'capital_out' ELSE 'capital_in' END))
    ORDER BY kind = v_kind DESC LIMIT 1;
  RETURN CASE
    WHEN l.id IS NULL THEN format('M-Pesa''s list has no %s %s', v_kind, v_receipt)
    WHEN l.posted_at IS NOT NULL THEN format('%s %s is posted already', v_kind, v_receipt)
    WHEN p_amount <> (CASE v_kind WHEN 'collection' THEN l.amount ELSE -l.amount END)
      THEN format('%s %s is of %s', v_kind, v_receipt, l.amount)
  END;
END $$;
