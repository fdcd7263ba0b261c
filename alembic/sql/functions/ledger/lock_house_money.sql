-- Returns what the house has of its own (KES), and lets nobody else pay out of it until this
-- database transaction ends. The sum is a statement of its own, which sees what committed while
-- this one waited for the lock.
CREATE OR REPLACE FUNCTION lock_house_money()
RETURNS numeric LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM accounts WHERE code = 'house_capital:main' FOR NO KEY UPDATE;
  RETURN house_money();
END $$;
