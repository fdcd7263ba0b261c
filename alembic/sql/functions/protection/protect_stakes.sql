-- Refuses stakes that their player's own protection forbids, whoever posts them. Runs after
-- `apply_entries` of the same statement, which has locked the accounts: an exclusion locks them,
-- too, so that one of the two is first.
CREATE OR REPLACE FUNCTION protect_stakes()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  s record;
BEGIN
  FOR s IN SELECT a.user_id, t.type, e.amount
           FROM fresh e
             JOIN transactions t ON t.id = e.transaction_id
               AND t.type IN ('wager_hold', 'wager_lock', 'tournament_entry')
             JOIN accounts a ON a.id = e.debit_account_id LOOP
    PERFORM refuse_excluded(s.user_id);
    PERFORM refuse_underage(s.user_id);
    IF s.type <> 'wager_lock' THEN -- that moves a stake which was held before
      PERFORM refuse_beyond_limits(s.user_id, '{stake,loss}', s.amount, true);
      PERFORM refuse_beyond_limits(s.user_id, '{time}', 0, false);
      PERFORM refuse_chasing(s.user_id, s.amount);
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
