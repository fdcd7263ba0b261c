-- At commit, refuses a finished match with money in escrow or with other payees than its result
-- has. Each entry was checked by itself when it was written; here all of them together. With an
-- empty escrow, one payee can only be the winner of a match without a fee, and two are the right
-- two. A match of a tournament has no escrow.
CREATE OR REPLACE FUNCTION escrow_is_paid_out()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  v_left numeric;
  v_one_payee boolean;
BEGIN
  IF NEW.status NOT IN ('completed', 'cancelled') OR NEW.origin = 'tournament' THEN
    RETURN NULL;
  END IF;
  SELECT max(a.balance), min(e.credit_account_id) = max(e.credit_account_id)
    INTO v_left, v_one_payee
    FROM accounts a LEFT JOIN entries e ON e.debit_account_id = a.id WHERE a.match_id = NEW.id;
  IF v_left IS DISTINCT FROM 0 THEN
    RAISE EXCEPTION 'match % ended with money in escrow', NEW.id USING ERRCODE = '23514';
  END IF;
  IF v_one_payee IS DISTINCT FROM (NEW.winner_id IS NOT NULL AND NEW.fee = 0) THEN
    RAISE EXCEPTION 'match % paid other than its result says', NEW.id USING ERRCODE = '23514';
  END IF;
  IF NEW.result = 'split' THEN
    PERFORM 1 FROM accounts a JOIN entries e ON e.debit_account_id = a.id
      JOIN accounts c ON c.id = e.credit_account_id AND c.kind = 'user_wallet'
      WHERE a.match_id = NEW.id HAVING count(DISTINCT c.id) = 2 AND count(*) = 2;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'match % paid other than its result says', NEW.id USING ERRCODE = '23514';
    END IF;
  END IF;
  RETURN NULL;
END $$;
