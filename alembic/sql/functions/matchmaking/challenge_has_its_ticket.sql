-- At commit, refuses an open challenge without a waiting ticket of its challenger and stake, and
-- a closed one with such a ticket.
CREATE OR REPLACE FUNCTION challenge_has_its_ticket()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  v challenges;
  v_waits boolean;
BEGIN
  SELECT * INTO v FROM challenges WHERE id = NEW.id;
  v_waits := EXISTS (SELECT FROM matchmaking_queue
    WHERE challenge_id = v.id AND user_id = v.challenger_id AND match_id IS NULL
      AND wager_amount = v.wager_amount);
  IF (v.state = 'open') IS DISTINCT FROM v_waits THEN
    RAISE EXCEPTION 'challenge % is %, and its ticket says otherwise', v.id, v.state
      USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
