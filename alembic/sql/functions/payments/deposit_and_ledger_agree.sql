-- At COMMIT, refuses a deposit whose state and whose posting say different things. Apart from
-- `payment_and_ledger_agree`, because a burst of callbacks credits hundreds of deposits a second: a
-- deposit has one possible posting, which is found by its key.
CREATE OR REPLACE FUNCTION deposit_and_ledger_agree()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  v_state text;
  v_is_posted boolean;
BEGIN
  SELECT state, EXISTS (
      SELECT FROM transactions WHERE idempotency_key = 'deposit:' || NEW.id || ':credit')
    INTO v_state, v_is_posted FROM deposits WHERE id = NEW.id;
  IF v_is_posted IS DISTINCT FROM (v_state IN ('credited', 'reversed')) THEN
    RAISE EXCEPTION 'deposit % is %, but the ledger did %', NEW.id, v_state,
      CASE WHEN v_is_posted THEN '{credit}' ELSE '{}' END USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
