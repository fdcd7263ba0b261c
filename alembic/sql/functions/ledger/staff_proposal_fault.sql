-- Returns in which way a proposal to move money and the ledger say different things, or null: what
-- a second person approved has moved, nothing else.
CREATE OR REPLACE FUNCTION staff_proposal_fault(p_id bigint)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  p staff_proposals;
  v_key text;
BEGIN
  SELECT * INTO p FROM staff_proposals WHERE id = p_id;
  v_key := CASE p.action
    WHEN 'capital_in' THEN 'capital:' || p.id || ':in'
    WHEN 'capital_out' THEN 'capital:' || p.id || ':out'
    WHEN 'wallet_adjustment' THEN 'adjustment:' || p.id || ':done' END;
  IF v_key IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM transactions WHERE idempotency_key = v_key;
  RETURN CASE WHEN FOUND <> (p.decision IS NOT DISTINCT FROM 'approved')
    THEN format('proposal %s is %s, and the ledger %s it', p_id, coalesce(p.decision, 'open'),
                CASE WHEN FOUND THEN 'did' ELSE 'did not do' END) END;
END $$;
