-- Returns what a player may still deposit, or be paid out, in total (KES) with what is proved of
-- their identity: which proof would allow more, the total, and what is left of it. No row where
-- nothing limits them: both are proved, `protection_settings` names no amount, or the player is a
-- simulated one of a demo. `p_what` is 'deposits' or 'payouts'.
CREATE OR REPLACE FUNCTION identity_room(p_user_id bigint, p_what text)
RETURNS TABLE (needs text, most numeric, remaining numeric) LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp
AS $$
DECLARE
  v_step smallint := identity_step(p_user_id);
  v_used numeric;
BEGIN
  needs := CASE v_step WHEN 0 THEN 'name' WHEN 1 THEN 'document' END;
  SELECT s.value INTO most FROM protection_settings s WHERE s.name = p_what || '_without_' || needs;
  IF most IS NULL
     OR EXISTS (SELECT FROM users WHERE id = p_user_id AND is_simulated) THEN RETURN; END IF;
  IF p_what = 'deposits' THEN
    v_used := limit_use(p_user_id, 'deposit', '-infinity');
  ELSE
    SELECT coalesce(sum(w.amount), 0) INTO v_used FROM withdrawals w
      WHERE w.user_id = p_user_id AND w.state <> 'released';
  END IF;
  remaining := greatest(most - v_used, 0);
  RETURN NEXT;
END $$;
