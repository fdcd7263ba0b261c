-- Brings an account in line with the newest consent: the only way in which the app's login can show
-- a name, or say that somebody has accepted the terms.
CREATE OR REPLACE FUNCTION apply_consent()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.subject = 'terms' THEN
    UPDATE users SET terms_version = NEW.version, updated_at = now() WHERE id = NEW.user_id;
  ELSE
    UPDATE users SET shows_name = NEW.given, updated_at = now() WHERE id = NEW.user_id;
  END IF;
  RETURN NEW;
END $$;
