-- At COMMIT, refuses a transaction without entries, and one that its row does not bear out: the
-- payment is not in the state that the posting means, a part of the amount is missing or there
-- twice, or the receipt is another one's. Pots are checked with their match (`escrow_is_paid_out`,
-- `overturned_is_paid`), a deposit in one statement here, all other types by `transaction_fault`.
-- A deposit's entries are compared with its row here as well, and not when they are written, since
-- every settlement would pay for one more join in `apply_entries`.
CREATE OR REPLACE FUNCTION transaction_is_complete()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  v_fault text;
BEGIN
  IF NEW.type = 'deposit' THEN
    PERFORM 1 FROM entries e
        JOIN accounts c ON c.id = e.credit_account_id
        JOIN deposits r ON r.id =
          substring(NEW.idempotency_key FROM '^deposit:([1-9][0-9]{0,17}):credit$')::bigint
      WHERE e.transaction_id = NEW.id AND r.state IN ('credited', 'reversed')
        AND (NEW.mpesa_reference IS NULL OR NEW.mpesa_reference = r.mpesa_reference)
        AND NEW.match_id IS NULL
      GROUP BY r.id
      HAVING sum(e.amount) = r.amount AND count(*) = CASE WHEN r.tax > 0 THEN 2 ELSE 1 END
        AND bool_and(CASE c.kind WHEN 'user_wallet'
          THEN c.user_id = r.user_id AND e.amount = r.amount - r.tax ELSE e.amount = r.tax END);
    IF FOUND THEN
      RETURN NULL;
    END IF;
  END IF;
  PERFORM 1 FROM entries WHERE transaction_id = NEW.id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'transaction % has no entries', NEW.id USING ERRCODE = '23514';
  END IF;
  IF NEW.type IN ('wager_win', 'wager_refund', 'wager_split', 'wager_overturn')
     AND NEW.mpesa_reference IS NULL THEN
    RETURN NULL;
  END IF;
  v_fault := transaction_fault(NEW);
  IF v_fault IS NOT NULL THEN
    RAISE EXCEPTION 'transaction % is no %: %', NEW.idempotency_key, NEW.type, v_fault
      USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
