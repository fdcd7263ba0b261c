-- At commit, refuses a payment whose state and whose postings say different things. The postings
-- are found by the keys that a payment can have.
CREATE OR REPLACE FUNCTION payment_and_ledger_agree()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  v_state text;
  v_subject text := TG_ARGV[0];
  v_steps text[];
  v_due text[];
BEGIN
  EXECUTE format('SELECT state FROM %I WHERE id = $1', TG_TABLE_NAME) INTO v_state USING NEW.id;
  SELECT coalesce(array_agg(step ORDER BY step), '{}') INTO v_steps
    FROM transactions, split_part(idempotency_key, ':', 3) step
    WHERE idempotency_key = ANY (ARRAY(
      SELECT v_subject || ':' || NEW.id || ':' || possible
      FROM unnest(ARRAY['hold', 'paid', 'release', 'late', 'credit', 'suspense', 'claim', 'done'])
        possible));
  v_due := CASE v_subject
    WHEN 'withdrawal' THEN CASE v_state
      WHEN 'paid' THEN CASE WHEN 'release' = ANY (v_steps) THEN '{hold,late,release}'
                       ELSE '{hold,paid}' END
      WHEN 'released' THEN '{hold,release}'
      ELSE '{hold}' END
    WHEN 'paybill' THEN CASE v_state
      WHEN 'credited' THEN CASE WHEN 'suspense' = ANY (v_steps) THEN '{claim,suspense}'
                           ELSE '{credit}' END
      WHEN 'suspense' THEN '{suspense}'
      WHEN 'received' THEN '{}' WHEN 'refused' THEN '{}' WHEN 'review' THEN '{}'
      ELSE v_steps::text END
    WHEN 'refund' THEN CASE
      WHEN to_jsonb(NEW) ->> 'user_id' IS NULL THEN
        CASE v_state WHEN 'done' THEN '{done}' ELSE '{}' END
      WHEN v_state = 'done' THEN CASE WHEN 'release' = ANY (v_steps) THEN '{hold,late,release}'
                                 ELSE '{done,hold}' END
      WHEN v_state = 'released' THEN '{hold,release}'
      ELSE '{hold}' END
    WHEN 'deposit' THEN CASE
      WHEN v_state IN ('credited', 'reversed') THEN '{credit}' ELSE '{}' END
  END::text[];
  IF v_steps IS DISTINCT FROM v_due THEN
    RAISE EXCEPTION '% % is %, but the ledger did %', v_subject, NEW.id, v_state, v_steps
      USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
