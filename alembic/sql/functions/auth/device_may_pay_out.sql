-- Refuses a withdrawal that is asked for by a sign-in of somebody else, one that is over, or one on
-- a device that is new to its player: `payouts_after` of the sign-in says until when.
CREATE OR REPLACE FUNCTION device_may_pay_out()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.session_id IS NULL THEN
    RETURN NEW; -- by SMS, from the number that is paid
  END IF;
  PERFORM 1 FROM login_sessions
    WHERE id = NEW.session_id AND user_id = NEW.user_id AND ended_at IS NULL
      AND coalesce(payouts_after, '-infinity') <= clock_timestamp();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no withdrawal from this sign-in' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
