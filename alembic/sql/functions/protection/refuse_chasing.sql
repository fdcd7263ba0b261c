-- Raises for a stake that chases losses: until the player has read the warning, or until a pause
-- that is due has been begun and is over. The caller has locked the wallet; the app reads the
-- detail.
CREATE OR REPLACE FUNCTION refuse_chasing(p_user_id bigint, p_stake numeric)
RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  c record;
BEGIN
  SELECT * INTO c FROM loss_chasing(p_user_id, p_stake);
  IF c.rule IS NOT NULL THEN
    RAISE EXCEPTION 'player % chases losses', p_user_id
      USING ERRCODE = '23514', CONSTRAINT = 'ck_player_does_not_chase',
            DETAIL = json_build_object('rule', c.rule, 'lost', c.lost, 'down', c.down::text)::text;
  END IF;
END $$;
