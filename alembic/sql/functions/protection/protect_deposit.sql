-- Refuses a deposit that its player's protection forbids, or beyond what their identity allows. Locks the player's row, as an
-- exclusion does: one of the two is first.
CREATE OR REPLACE FUNCTION protect_deposit()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM users WHERE id = NEW.user_id FOR NO KEY UPDATE;
  PERFORM refuse_excluded(NEW.user_id);
  PERFORM refuse_underage(NEW.user_id);
  PERFORM refuse_beyond_identity(NEW.user_id, 'deposits', NEW.amount);
  PERFORM refuse_beyond_limits(NEW.user_id, '{deposit}', NEW.amount, false);
  RETURN NEW;
END $$;
