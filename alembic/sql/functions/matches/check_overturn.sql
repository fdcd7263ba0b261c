-- Refuses a change of a finished match other than by an appeal that was decided so: once, and
-- only in its result.
CREATE OR REPLACE FUNCTION check_overturn()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  v_may_change text[] := ARRAY['result', 'winner_id', 'reason', 'actor', 'note', 'overturned_at'];
BEGIN
  IF NEW.overturned_at IS NOT DISTINCT FROM OLD.overturned_at THEN
    RETURN NEW;
  END IF;
  PERFORM 1 FROM appeals
    WHERE match_id = NEW.id AND decision = 'overturned' AND result = NEW.result
      AND OLD.status = 'completed' AND OLD.overturned_at IS NULL
      AND NEW.result IS DISTINCT FROM OLD.result
      AND to_jsonb(NEW) - v_may_change = to_jsonb(OLD) - v_may_change;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only an appeal changes the result of a finished match, once'
      USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
