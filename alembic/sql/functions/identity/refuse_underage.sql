-- Raises for a player whose document says that they are under 18, unless staff has approved a
-- later check. Birth dates are declared at registration, and refused there.
CREATE OR REPLACE FUNCTION refuse_underage(p_user_id bigint)
RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_reason text;
BEGIN
  SELECT reason INTO v_reason FROM identity_checks
    WHERE user_id = p_user_id AND (state = 'approved' OR reason = 'under_18')
    ORDER BY id DESC LIMIT 1;
  IF v_reason = 'under_18' THEN
    RAISE EXCEPTION 'player % is under 18', p_user_id
      USING ERRCODE = '23514', CONSTRAINT = 'ck_player_is_adult';
  END IF;
END $$;
