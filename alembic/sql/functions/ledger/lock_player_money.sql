-- Locks all accounts of one player in ascending id and returns their balances. For postings that
-- decide from which account to take: the order is that of all other locks.
CREATE OR REPLACE FUNCTION lock_player_money(p_user_id bigint)
RETURNS TABLE(kind varchar, balance numeric) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY SELECT a.kind, a.balance FROM accounts a
    WHERE a.user_id = p_user_id ORDER BY a.id FOR UPDATE;
END $$;
