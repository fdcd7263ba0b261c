-- Refuses a withdrawal beyond what its player's identity allows in total. Locks the player's row, so
-- that two at once cannot both find room.
CREATE OR REPLACE FUNCTION protect_payout()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM users WHERE id = NEW.user_id FOR NO KEY UPDATE;
  PERFORM refuse_beyond_identity(NEW.user_id, 'payouts', NEW.amount);
  RETURN NEW;
END $$;
