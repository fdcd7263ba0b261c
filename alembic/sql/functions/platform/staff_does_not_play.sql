-- Refuses what only a player may do, for somebody of staff.
CREATE OR REPLACE FUNCTION staff_does_not_play()
RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM users WHERE id = NEW.user_id AND role <> 'player';
  IF FOUND THEN
    RAISE EXCEPTION 'staff does not play' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
