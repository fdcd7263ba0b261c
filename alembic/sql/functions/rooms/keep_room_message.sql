-- Refuses a message of anybody but the two players of a match that waits or is played, and to
-- delete one before its match has been over for thirty days.
CREATE OR REPLACE FUNCTION keep_room_message()
RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT EXISTS (SELECT FROM matches
      WHERE id = NEW.match_id AND status IN ('pending', 'active')
        AND NEW.user_id IN (player1_id, player2_id)) THEN
      RAISE EXCEPTION 'only its players write in the room of a match, while it is open'
        USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT FROM matches
    WHERE id = OLD.match_id AND completed_at < clock_timestamp() - interval '30 days') THEN
    RAISE EXCEPTION 'messages are kept until their match is long over' USING ERRCODE = '42501';
  END IF;
  RETURN OLD;
END $$;
