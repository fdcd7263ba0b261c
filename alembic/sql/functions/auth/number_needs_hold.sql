-- Refuses to change the number of a player who has proved one, unless withdrawals are held for a
-- while: payouts go to that number.
CREATE OR REPLACE FUNCTION number_needs_hold()
RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
  IF OLD.is_verified AND NEW.phone <> OLD.phone
     AND coalesce(NEW.payouts_after, '-infinity') < now() + interval '1 hour' THEN
    RAISE EXCEPTION 'a number that was proved changes only with a hold on withdrawals'
      USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
