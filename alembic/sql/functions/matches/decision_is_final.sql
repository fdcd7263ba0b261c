-- Refuses any change of a ruling or an appeal that has been decided.
CREATE OR REPLACE FUNCTION decision_is_final()
RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.decision IS NOT NULL THEN
    RAISE EXCEPTION 'what was decided stays decided' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
