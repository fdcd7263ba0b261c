-- Shuts the account that a suspension is about, and opens it when that is lifted: the only way in
-- which the app's login can change it.
CREATE OR REPLACE FUNCTION apply_suspension()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE users SET is_active = (NEW.lifted_at IS NOT NULL), updated_at = now()
    WHERE id = NEW.user_id;
  RETURN NEW;
END $$;
