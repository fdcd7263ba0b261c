-- Raises while an exclusion of the player is in force. The caller has locked the player's row or
-- their wallet, so that no exclusion begins in between; the app reads the detail.
CREATE OR REPLACE FUNCTION refuse_excluded(p_user_id bigint)
RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  x player_exclusions;
BEGIN
  SELECT * INTO x FROM player_exclusions
    WHERE user_id = p_user_id AND ends_at > clock_timestamp() ORDER BY ends_at DESC LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'player % is excluded from play', p_user_id
      USING ERRCODE = '23514', CONSTRAINT = 'ck_player_is_not_excluded',
            DETAIL = json_build_object('kind', x.kind, 'until', x.ends_at)::text;
  END IF;
END $$;
