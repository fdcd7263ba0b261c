-- Returns in which way a payment's state and its postings say different things, or null. The
-- postings are found by the keys that a payment can have.
CREATE OR REPLACE FUNCTION payment_fault(p_subject text, p_id bigint) RETURNS text
LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_state text;
  v_user_id bigint;
  v_steps text[];
  v_due text[];
BEGIN
  CASE p_subject
    WHEN 'withdrawal' THEN SELECT state INTO v_state FROM withdrawals WHERE id = p_id;
    WHEN 'paybill' THEN SELECT state INTO v_state FROM paybill_payments WHERE id = p_id;
    WHEN 'refund' THEN SELECT state, user_id INTO v_state, v_user_id FROM refunds WHERE id = p_id;
    WHEN 'deposit' THEN SELECT state INTO v_state FROM deposits WHERE id = p_id;
  END CASE;
  SELECT coalesce(array_agg(step ORDER BY step), '{}') INTO v_steps
    FROM transactions, split_part(idempotency_key, ':', 3) step
    WHERE idempotency_key = ANY (ARRAY(
      SELECT p_subject || ':' || p_id || ':' || possible
      FROM unnest(ARRAY['hold', 'paid', 'release', 'late', 'credit', 'suspense', 'claim', 'done'])
        possible));
  v_due := CASE p_subject
    WHEN 'withdrawal' THEN CASE v_state
      WHEN 'paid' THEN CASE WHEN 'release' = ANY (v_steps) THEN '{hold,late,release}'
                       ELSE '{hold,paid}' END
      WHEN 'released' THEN '{hold,release}'
      ELSE '{hold}' END
    WHEN 'paybill' THEN CASE
      WHEN v_state IN ('suspense', 'capital') THEN '{suspense}'
      WHEN v_state IN ('received', 'refused', 'review') THEN '{}'
      WHEN v_state = 'returned' AND v_steps = '{suspense}' THEN '{suspense}'
      WHEN 'suspense' = ANY (v_steps) THEN '{claim,suspense}'
      ELSE '{credit}' END
    WHEN 'refund' THEN CASE
      WHEN v_user_id IS NULL THEN CASE v_state WHEN 'done' THEN '{done}' ELSE '{}' END
      WHEN v_state = 'done' THEN CASE WHEN 'release' = ANY (v_steps) THEN '{hold,late,release}'
                                 ELSE '{done,hold}' END
      WHEN v_state = 'released' THEN '{hold,release}'
      ELSE '{hold}' END
    WHEN 'deposit' THEN CASE
      WHEN v_state IN ('credited', 'reversed') THEN '{credit}' ELSE '{}' END
  END::text[];
  IF p_subject = 'paybill' AND v_state = 'capital' THEN
    PERFORM 1 FROM paybill_payments b
      JOIN staff_proposals p ON p.action = 'capital_in' AND p.receipt = b.receipt
        AND p.amount = b.amount
      JOIN transactions t ON t.idempotency_key = 'capital:' || p.id || ':in'
      WHERE b.id = p_id;
    IF NOT FOUND THEN
      RETURN format('paybill %s is capital, but the ledger did not take it as such', p_id);
    END IF;
  END IF;
  RETURN CASE WHEN v_steps IS DISTINCT FROM v_due
    THEN format('%s %s is %s, but the ledger did %s', p_subject, p_id, v_state, v_steps) END;
END $$;
