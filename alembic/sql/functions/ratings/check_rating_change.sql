-- Refuses any change of a rating change but its reversal, once: what a match did to a rating is
-- history.
CREATE OR REPLACE FUNCTION check_rating_change()
RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
  IF OLD.reversed_at IS NOT NULL OR NEW.reversed_at IS NULL
     OR (to_jsonb(NEW) - 'reversed_at') <> (to_jsonb(OLD) - 'reversed_at') THEN
    RAISE EXCEPTION 'a rating change can only be reversed, and once' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
