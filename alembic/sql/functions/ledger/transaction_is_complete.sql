-- At COMMIT, refuses a transaction without entries, and one that its row does not bear out: the
-- payment is not in the state that the posting means, a part of the amount is missing or there
-- twice, or the receipt is another one's. A deposit is checked here in one look-up, because a
-- burst of callbacks credits hundreds a second. Pots are checked with their match
-- (`escrow_is_paid_out`, `overturned_is_paid`); all other types by `transaction_fault`.
CREATE OR REPLACE FUNCTION transaction_is_complete()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  v_total numeric;
  v_legs bigint;
  v_fault text;
BEGIN
  SELECT sum(amount), count(*) INTO v_total, v_legs FROM entries WHERE transaction_id = NEW.id;
  IF v_legs = 0 THEN
    RAISE EXCEPTION 'transaction % has no entries', NEW.id USING ERRCODE = '23514';
  END IF;
  IF NEW.type IN ('wager_win', 'wager_refund', 'wager_split', 'wager_overturn')
     AND NEW.mpesa_reference IS NULL THEN
    RETURN NULL;
  END IF;
  IF NEW.type = 'deposit' THEN
    PERFORM 1 FROM deposits r
      WHERE r.id = split_part(NEW.idempotency_key, ':', 2)::bigint
        AND r.state IN ('credited', 'reversed') AND r.amount = v_total
        AND v_legs = CASE WHEN r.tax > 0 THEN 2 ELSE 1 END
        AND (NEW.mpesa_reference IS NULL OR NEW.mpesa_reference = r.mpesa_reference)
        AND NEW.match_id IS NULL;
    IF FOUND THEN
      RETURN NULL;
    END IF;
  END IF;
  v_fault := transaction_fault(NEW, v_total, v_legs);
  IF v_fault IS NOT NULL THEN
    RAISE EXCEPTION 'transaction % is no %: %', NEW.idempotency_key, NEW.type, v_fault
      USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
