-- Refuses to move a ticket from one match to another or back to the queue.
CREATE OR REPLACE FUNCTION keep_ticket_match()
RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.match_id IS NOT NULL THEN
    RAISE EXCEPTION 'a player keeps their ticket while the match is live' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
