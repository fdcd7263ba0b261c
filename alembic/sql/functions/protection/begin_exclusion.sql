-- Lets an exclusion begin at the moment in which it is written, with the player's row and their
-- accounts locked: a stake or a deposit that was first stands, and every later one is refused.
-- Players are locked before accounts, and accounts in ascending id, as everywhere.
CREATE OR REPLACE FUNCTION begin_exclusion()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM users WHERE id = NEW.user_id FOR NO KEY UPDATE;
  PERFORM 1 FROM accounts WHERE user_id = NEW.user_id ORDER BY id FOR UPDATE;
  NEW.starts_at := clock_timestamp();
  NEW.ends_at := (NEW.starts_at AT TIME ZONE 'UTC'
    + make_interval(months => coalesce(NEW.months, 0), hours => coalesce(NEW.hours, 0)))
    AT TIME ZONE 'UTC';
  RETURN NEW;
END $$;
