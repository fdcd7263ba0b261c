-- Lets a proposal be approved only while it is open and as it was proposed, and only if both people
-- are present staff whose role moves money. Remembers the database transaction: what was approved
-- is done in it or never (`require_two_people`).
CREATE OR REPLACE FUNCTION decide_staff_proposal()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM users WHERE id IN (NEW.proposed_by, NEW.decided_by) ORDER BY id FOR SHARE;
  IF (SELECT count(*) FROM users WHERE id IN (NEW.proposed_by, NEW.decided_by)
        AND role IN ('finance', 'admin') AND is_active) <> 2 THEN
    RAISE EXCEPTION 'this is decided by two of finance or admins' USING ERRCODE = '42501';
  END IF;
  IF OLD.due_at <= now() OR NEW.digest <> staff_proposal_digest(NEW) THEN
    RAISE EXCEPTION 'this proposal has lapsed or was changed' USING ERRCODE = '42501';
  END IF;
  NEW.decided_in := pg_current_xact_id();
  RETURN NEW;
END $$;
