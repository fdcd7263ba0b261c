-- Locks all accounts of several players in ascending id, for postings between them that come in
-- more than one statement.
CREATE OR REPLACE FUNCTION lock_money_of(p_user_ids bigint[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM accounts WHERE user_id = ANY (p_user_ids) ORDER BY id FOR UPDATE;
END $$;
