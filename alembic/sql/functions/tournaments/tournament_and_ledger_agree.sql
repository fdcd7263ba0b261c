-- At COMMIT, refuses a tournament, an entry or a funding of the sponsor whose state is not what the
-- ledger did, and a prize that was not paid. The same questions are asked when a posting is written
-- (`tournament_transaction_fault`), so that neither can happen without the other.
CREATE OR REPLACE FUNCTION tournament_and_ledger_agree()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  v_fault text;
BEGIN
  IF TG_ARGV[0] = 'tournament' THEN
    v_fault := tournament_money_fault(NEW.id);
  ELSIF TG_ARGV[0] = 'entry' THEN
    v_fault := tournament_fee_fault(NEW.id);
  ELSIF TG_ARGV[0] = 'funding' THEN
    v_fault := sponsor_funding_fault(NEW.id);
  ELSE
    PERFORM 1 FROM transactions t JOIN entries e ON e.transaction_id = t.id
      WHERE t.idempotency_key = 'tournament:' || NEW.tournament_id || ':prizes'
        AND e.amount = NEW.amount AND e.credit_account_id = (
          SELECT id FROM accounts WHERE user_id = NEW.user_id AND kind = 'user_wallet');
    IF NOT FOUND THEN
      v_fault := format('the prize of player %s in tournament %s was not paid', NEW.user_id,
                        NEW.tournament_id);
    END IF;
  END IF;
  IF v_fault IS NOT NULL THEN
    RAISE EXCEPTION '%', v_fault USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
