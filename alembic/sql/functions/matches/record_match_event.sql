-- Writes an event for each change of a match's status or verification state, and deletes both
-- tickets when the match has ended.
CREATE OR REPLACE FUNCTION record_match_event()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.status = OLD.status
     AND NEW.verification_state = OLD.verification_state THEN
    RETURN NULL;
  END IF;
  WITH freed AS (
    DELETE FROM matchmaking_queue
    WHERE match_id = NEW.id AND NEW.status IN ('completed', 'cancelled')
  )
  INSERT INTO match_events (match_id, status, verification_state, actor, note)
    VALUES (NEW.id, NEW.status, NEW.verification_state, NEW.actor, coalesce(NEW.note, NEW.reason));
  RETURN NULL;
END $$;
