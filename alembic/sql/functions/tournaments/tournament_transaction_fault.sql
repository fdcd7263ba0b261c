-- Returns why a tournament's transaction must not be committed, or null: its row, and what else
-- happened to it, do not bear it out. The row exists: the entries have been checked against it.
CREATE OR REPLACE FUNCTION tournament_transaction_fault(t transactions)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_id bigint := split_part(t.idempotency_key, ':', 2)::bigint;
BEGIN
  IF t.mpesa_reference IS NOT NULL THEN
    RETURN 'a tournament has no receipt';
  END IF;
  RETURN CASE
    WHEN t.type IN ('tournament_entry', 'tournament_refund') THEN tournament_fee_fault(v_id)
    WHEN t.type = 'sponsor_funding' THEN sponsor_funding_fault(v_id)
    ELSE tournament_money_fault(v_id) END;
END $$;
