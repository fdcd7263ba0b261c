-- Dates the reading of a warning by the database's clock: none can be read ahead of its losses.
CREATE OR REPLACE FUNCTION read_chase_warning()
RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
  NEW.read_at := clock_timestamp();
  IF (SELECT c.lost FROM loss_chasing(NEW.user_id, 999999999) c) IS NOT DISTINCT FROM 0 THEN
    RAISE EXCEPTION 'player % has lost nothing', NEW.user_id
      USING ERRCODE = '23514', CONSTRAINT = 'ck_chase_warnings_follows_a_loss';
  END IF;
  RETURN NEW;
END $$;
