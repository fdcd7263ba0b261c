-- At COMMIT, refuses a proposal to move money whose decision is not what the ledger did. The same
-- question is asked when its posting is written (`house_transaction_fault`).
CREATE OR REPLACE FUNCTION proposal_and_ledger_agree()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  v_fault text := staff_proposal_fault(NEW.id);
BEGIN
  IF v_fault IS NOT NULL THEN
    RAISE EXCEPTION '%', v_fault USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
