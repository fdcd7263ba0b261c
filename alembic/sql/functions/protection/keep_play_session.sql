-- Lets a session of play only grow, by the database's clock: neither its beginning nor time that
-- was counted can be taken back. After half an hour of silence another session begins.
CREATE OR REPLACE FUNCTION keep_play_session()
RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.started_at := clock_timestamp();
    NEW.last_seen_at := NEW.started_at;
    RETURN NEW;
  END IF;
  IF clock_timestamp() - OLD.last_seen_at > interval '30 minutes' THEN
    RAISE EXCEPTION 'session % is over', OLD.id
      USING ERRCODE = '23514', CONSTRAINT = 'ck_play_sessions_goes_on';
  END IF;
  NEW.id := OLD.id;
  NEW.user_id := OLD.user_id;
  NEW.started_at := OLD.started_at;
  NEW.last_seen_at := clock_timestamp();
  RETURN NEW;
END $$;
