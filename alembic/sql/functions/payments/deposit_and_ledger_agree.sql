-- At commit, refuses a deposit whose state and whose postings say different things.
-- `payment_and_ledger_agree` in a form that is planned once, because a burst of callbacks
-- credits hundreds of deposits a second.
CREATE OR REPLACE FUNCTION deposit_and_ledger_agree()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  v_state text;
  v_keys text[];
BEGIN
  SELECT state INTO v_state FROM deposits WHERE id = NEW.id;
  SELECT coalesce(array_agg(idempotency_key), '{}') INTO v_keys FROM transactions
    WHERE idempotency_key IN (
      'deposit:' || NEW.id || ':hold', 'deposit:' || NEW.id || ':paid',
      'deposit:' || NEW.id || ':release', 'deposit:' || NEW.id || ':late',
      'deposit:' || NEW.id || ':credit', 'deposit:' || NEW.id || ':suspense',
      'deposit:' || NEW.id || ':claim', 'deposit:' || NEW.id || ':done');
  IF v_keys IS DISTINCT FROM (CASE WHEN v_state IN ('credited', 'reversed')
                              THEN ARRAY['deposit:' || NEW.id || ':credit'] ELSE '{}' END) THEN
    RAISE EXCEPTION 'deposit % is %, but the ledger did %', NEW.id, v_state, v_keys
      USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
