-- Says when a limit that a player sets takes effect, with the player locked as by an exclusion. What
-- is lower than the limit in force, or equal, takes effect at once; what is higher, or none at all,
-- after 72 hours and a confirmation (`player_limit_confirmations`).
CREATE OR REPLACE FUNCTION begin_limit()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  v_now numeric;
BEGIN
  PERFORM 1 FROM users WHERE id = NEW.user_id FOR NO KEY UPDATE;
  PERFORM 1 FROM accounts WHERE user_id = NEW.user_id ORDER BY id FOR UPDATE;
  SELECT amount INTO v_now FROM limits_in_force(NEW.user_id)
    WHERE kind = NEW.kind AND hours = NEW.hours;
  IF v_now IS NULL AND NEW.amount IS NULL THEN
    RAISE EXCEPTION 'there is no limit to take away'
      USING ERRCODE = '23514', CONSTRAINT = 'ck_player_limits_takes_one_away';
  END IF;
  NEW.created_at := clock_timestamp();
  NEW.is_raise := v_now IS NOT NULL AND (NEW.amount IS NULL OR NEW.amount > v_now);
  NEW.effective_at := NEW.created_at
    + CASE WHEN NEW.is_raise THEN interval '72 hours' ELSE interval '0' END;
  RETURN NEW;
END $$;
