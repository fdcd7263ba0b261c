-- Gives somebody the role that one admin has proposed and another one has approved: the only way
-- in which the app's login can change it. Both must be admins now, and neither is the person.
CREATE OR REPLACE FUNCTION apply_role_change()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM users
    WHERE id IN (NEW.proposed_by, NEW.decided_by) AND role = 'admin' AND is_active
    ORDER BY id FOR SHARE;
  IF (SELECT count(*) FROM users
        WHERE id IN (NEW.proposed_by, NEW.decided_by) AND role = 'admin' AND is_active) <> 2 THEN
    RAISE EXCEPTION 'a role is changed by two admins' USING ERRCODE = '42501';
  END IF;
  IF NEW.role <> 'player' AND (
      EXISTS (SELECT 1 FROM matchmaking_queue WHERE user_id = NEW.user_id)
      OR EXISTS (SELECT 1 FROM matches
        WHERE NEW.user_id IN (player1_id, player2_id)
          AND status IN ('pending', 'active', 'disputed'))) THEN
    RAISE EXCEPTION 'whoever is in play cannot become staff' USING ERRCODE = '23514';
  END IF;
  UPDATE users SET role = NEW.role, updated_at = now()
    WHERE id = NEW.user_id AND role = NEW.role_before;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'their role has changed meanwhile' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
