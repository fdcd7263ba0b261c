-- Refuses to delete the ticket of a player whose match is live. A trigger depth of 2 means that
-- the end of the match deletes it.
CREATE OR REPLACE FUNCTION keep_ticket()
RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.match_id IS NOT NULL
     AND pg_catalog.pg_trigger_depth() OPERATOR(pg_catalog.<) 2 THEN
    RAISE EXCEPTION 'a player keeps their ticket while the match is live' USING ERRCODE = '23514';
  END IF;
  RETURN OLD;
END $$;
