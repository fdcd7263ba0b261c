-- Refuses to move a ticket from one match to another or back to the queue, and to make one for a
-- match of a tournament.
CREATE OR REPLACE FUNCTION keep_ticket_match()
RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.match_id IS NOT NULL THEN
      RAISE EXCEPTION 'a player keeps their ticket while the match is live' USING ERRCODE = '23514';
    END IF;
  END IF;
  PERFORM 1 FROM matches WHERE id = NEW.match_id AND origin = 'tournament';
  IF FOUND THEN
    RAISE EXCEPTION 'nobody has a ticket in a match of a tournament' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
