-- Returns who gets what of a pot by each result (KES). The odd cent of a split goes to the
-- players.
CREATE OR REPLACE FUNCTION match_shares(
  p_result text, p_stake numeric, p_prize numeric, p_fee numeric, OUT of_one numeric, OUT of_two
  numeric, OUT of_platform numeric
)
LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp
AS $$
  SELECT CASE p_result WHEN 'player1' THEN p_prize WHEN 'player2' THEN 0
                       WHEN 'split' THEN ceil(p_prize * 50) / 100 ELSE p_stake END,
         CASE p_result WHEN 'player2' THEN p_prize WHEN 'player1' THEN 0
                       WHEN 'split' THEN ceil(p_prize * 50) / 100 ELSE p_stake END,
         CASE WHEN p_result IN ('player1', 'player2') THEN p_fee
              WHEN p_result = 'split' THEN 2 * p_stake - 2 * ceil(p_prize * 50) / 100 ELSE 0 END;
$$;
