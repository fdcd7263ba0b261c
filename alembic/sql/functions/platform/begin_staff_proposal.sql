-- Gives a proposal the SHA-256 of all that it proposes, which whoever approves it repeats.
CREATE OR REPLACE FUNCTION begin_staff_proposal()
RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.decision IS NOT NULL OR NEW.due_at IS NULL THEN
    RAISE EXCEPTION 'something is proposed before it is decided' USING ERRCODE = '42501';
  END IF;
  NEW.decided_in := NULL;
  NEW.digest := staff_proposal_digest(NEW);
  RETURN NEW;
END $$;
