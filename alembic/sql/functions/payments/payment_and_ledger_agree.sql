-- At COMMIT, refuses a payment whose state and whose postings say different things. The same
-- question is asked when a posting is written (`payment_transaction_fault`), so that neither can
-- happen without the other.
CREATE OR REPLACE FUNCTION payment_and_ledger_agree()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  v_fault text := payment_fault(TG_ARGV[0], NEW.id);
BEGIN
  IF v_fault IS NOT NULL THEN
    RAISE EXCEPTION '%', v_fault USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
