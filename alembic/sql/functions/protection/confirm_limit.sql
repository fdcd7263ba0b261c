-- Refuses to confirm a raise before its time, one that a later limit has replaced, and one from
-- before an exclusion.
CREATE OR REPLACE FUNCTION confirm_limit()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  l player_limits;
BEGIN
  SELECT * INTO l FROM player_limits WHERE id = NEW.limit_id;
  PERFORM 1 FROM users WHERE id = l.user_id FOR NO KEY UPDATE;
  NEW.confirmed_at := clock_timestamp();
  IF l.is_raise IS NOT TRUE OR l.effective_at > NEW.confirmed_at
     OR EXISTS (SELECT FROM player_limits later WHERE later.user_id = l.user_id
                  AND later.kind = l.kind AND later.hours = l.hours AND later.id > l.id)
     OR EXISTS (SELECT FROM player_exclusions x
                  WHERE x.user_id = l.user_id AND x.ends_at > l.created_at) THEN
    RAISE EXCEPTION 'limit % does not wait for a confirmation', NEW.limit_id
      USING ERRCODE = '23514', CONSTRAINT = 'ck_player_limits_waits_for_confirmation';
  END IF;
  RETURN NEW;
END $$;
