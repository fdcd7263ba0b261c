-- Raises if a player is beyond one of their limits of these kinds; `p_amount` (KES) is what they
-- stake or deposit now, and `p_counted` whether the tables hold it already. The caller has locked
-- the player's row or their wallet; the app reads the detail.
CREATE OR REPLACE FUNCTION refuse_beyond_limits(
  p_user_id bigint, p_kinds text[], p_amount numeric, p_counted boolean
)
RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  l record;
  v_left numeric;
BEGIN
  FOR l IN SELECT * FROM limits_in_force(p_user_id)
           WHERE kind = ANY (p_kinds) AND amount IS NOT NULL ORDER BY amount LOOP
    v_left := l.amount + CASE WHEN p_counted THEN p_amount ELSE 0 END
      - limit_use(p_user_id, l.kind, clock_timestamp() - make_interval(hours => l.hours));
    IF p_amount > v_left THEN
      RAISE EXCEPTION 'player % would be beyond a limit of theirs', p_user_id
        USING ERRCODE = '23514', CONSTRAINT = 'ck_player_is_within_limits',
              DETAIL = json_build_object('limit', l.kind, 'hours', l.hours,
                'amount', l.amount::text, 'left', greatest(v_left, 0)::text)::text;
    END IF;
  END LOOP;
END $$;
