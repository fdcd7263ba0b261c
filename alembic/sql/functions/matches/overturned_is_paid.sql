-- At commit, refuses an overturned match unless both players and the platform hold what the new
-- result gives them, over all entries of the match.
CREATE OR REPLACE FUNCTION overturned_is_paid()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  v_due record;
  v_paid record;
BEGIN
  SELECT * INTO v_due FROM match_shares(NEW.result, NEW.wager_amount, NEW.prize, NEW.fee);
  SELECT coalesce(sum(moved.amount) FILTER (WHERE a.user_id = NEW.player1_id), 0) AS of_one,
         coalesce(sum(moved.amount) FILTER (WHERE a.user_id = NEW.player2_id), 0) AS of_two,
         coalesce(sum(moved.amount) FILTER (WHERE a.kind = 'platform_fee'), 0) AS of_platform
    INTO v_paid
    FROM accounts escrow CROSS JOIN LATERAL (
      SELECT e.credit_account_id AS account_id, e.amount FROM entries e
        WHERE e.debit_account_id = escrow.id
      UNION ALL
      SELECT e.debit_account_id, -e.amount FROM entries e WHERE e.credit_account_id = escrow.id
    ) moved JOIN accounts a ON a.id = moved.account_id AND a.kind <> 'user_stake'
    WHERE escrow.match_id = NEW.id;
  IF v_paid IS DISTINCT FROM v_due THEN
    RAISE EXCEPTION 'match % paid other than its result says', NEW.id USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
