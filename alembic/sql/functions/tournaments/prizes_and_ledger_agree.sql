-- At COMMIT, refuses a clawback, an advance, an upgrade or a payment of one that the ledger does
-- not bear out. The same questions are asked when a posting is written (`prize_transaction_fault`);
-- of a payment all but that one was written.
CREATE OR REPLACE FUNCTION prizes_and_ledger_agree()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  v_fault text;
BEGIN
  CASE TG_ARGV[0]
    WHEN 'clawback' THEN v_fault := prize_clawback_fault(NEW.id);
    WHEN 'advance' THEN v_fault := prize_advance_fault(NEW.id);
    WHEN 'payment' THEN
      PERFORM 1 FROM transactions WHERE idempotency_key = 'upgrade:' || NEW.id || ':paid';
      IF NOT FOUND THEN
        v_fault := format('payment %s of an upgrade was not made', NEW.id);
      END IF;
    ELSE v_fault := prize_upgrade_fault(NEW.tournament_id);
  END CASE;
  IF v_fault IS NOT NULL THEN
    RAISE EXCEPTION '%', v_fault USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
