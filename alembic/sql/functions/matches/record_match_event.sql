-- Writes an event for each change of a match's status or verification state. Deletes both tickets
-- when the match has ended or is disputed: a frozen pot binds the money, not the players. While a
-- match lives without tickets its dispute says so (`match_is_live`), by which sweeps find it. One of
-- a tournament has no tickets: its players have seats (`stakeless_seats`) until it has ended.
CREATE OR REPLACE FUNCTION record_match_event()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.status = OLD.status
     AND NEW.verification_state = OLD.verification_state THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.status IN ('completed', 'cancelled')
     AND (OLD.status = 'disputed' OR NEW.replays > 0) THEN
    UPDATE disputes SET match_is_live = false WHERE match_id = NEW.id AND match_is_live;
  END IF;
  IF NEW.origin = 'tournament' THEN
    IF TG_OP = 'INSERT' THEN
      INSERT INTO stakeless_seats (match_id, user_id)
        VALUES (NEW.id, NEW.player1_id), (NEW.id, NEW.player2_id);
    ELSIF NEW.status IN ('completed', 'cancelled') THEN
      DELETE FROM stakeless_seats WHERE match_id = NEW.id;
    END IF;
  END IF;
  WITH freed AS (
    DELETE FROM matchmaking_queue
    WHERE match_id = NEW.id AND NEW.status IN ('completed', 'cancelled', 'disputed')
  )
  INSERT INTO match_events (match_id, status, verification_state, actor, note)
    VALUES (NEW.id, NEW.status, NEW.verification_state, NEW.actor, coalesce(NEW.note, NEW.reason));
  RETURN NULL;
END $$;
