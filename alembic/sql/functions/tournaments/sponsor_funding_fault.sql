-- Returns in which way a funding of the sponsor and the ledger say different things, or null: what
-- a second admin approved has moved, nothing else.
CREATE OR REPLACE FUNCTION sponsor_funding_fault(p_id bigint)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_decision text;
BEGIN
  SELECT decision INTO v_decision FROM sponsor_fundings WHERE id = p_id;
  PERFORM 1 FROM transactions WHERE idempotency_key = 'sponsor:' || p_id || ':funding';
  RETURN CASE WHEN FOUND <> (v_decision IS NOT DISTINCT FROM 'approved')
    THEN format('sponsor funding %s is %s, and the ledger %s it', p_id,
                coalesce(v_decision, 'open'), CASE WHEN FOUND THEN 'did' ELSE 'did not do' END) END;
END $$;
