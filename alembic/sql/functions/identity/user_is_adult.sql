-- Refuses an account of somebody under 18, by the day in Nairobi. A birth date cannot change later.
CREATE OR REPLACE FUNCTION user_is_adult()
RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.date_of_birth > ((now() AT TIME ZONE 'Africa/Nairobi')::date - interval '18 years') THEN
    RAISE EXCEPTION 'players are 18 or older'
      USING ERRCODE = '23514', CONSTRAINT = 'ck_users_is_adult';
  END IF;
  RETURN NEW;
END $$;
