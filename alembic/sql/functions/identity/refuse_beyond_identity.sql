-- Raises if `p_amount` (KES) more is beyond what a player may deposit, or be paid out, in total
-- with what is proved of their identity. The caller has locked the player's row, so that two at
-- once cannot both find room; the app reads the detail.
CREATE OR REPLACE FUNCTION refuse_beyond_identity(p_user_id bigint, p_what text, p_amount numeric)
RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  r record;
BEGIN
  SELECT * INTO r FROM identity_room(p_user_id, p_what);
  IF FOUND AND p_amount > r.remaining THEN
    RAISE EXCEPTION 'player % needs a proof of their %', p_user_id, r.needs
      USING ERRCODE = '23514', CONSTRAINT = 'ck_player_identity_suffices',
            DETAIL = json_build_object('what', p_what, 'needs', r.needs, 'most', r.most::text,
              'left', r.remaining::text)::text;
  END IF;
END $$;
