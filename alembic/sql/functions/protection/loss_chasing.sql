-- Says whether a stake of `p_stake` KES would chase losses, and by which rule; null if not.
--
-- Looks at the last hour, from the end of the last pause on, in which the player is down on all
-- matches together. 'stake_raised': they lost `chase_losses` matches or more (zero: no guard) and
-- would stake more than on the last lost one. 'deposits_repeated': they asked for two deposits or
-- more after the first loss. 'pause': they read the warning, went on, and lost again.
CREATE OR REPLACE FUNCTION loss_chasing(
  p_user_id bigint, p_stake numeric, OUT rule text, OUT lost integer, OUT down numeric
)
LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp
AS $$
DECLARE
  v_since timestamptz;
  v_least numeric := (SELECT value FROM protection_settings WHERE name = 'chase_losses');
  v_first timestamptz;
  v_newest timestamptz;
  v_stake numeric;
  v_read timestamptz;
BEGIN
  IF coalesce(v_least, 0) = 0
     OR EXISTS (SELECT FROM users WHERE id = p_user_id AND is_simulated) THEN RETURN; END IF;
  SELECT greatest(clock_timestamp() - interval '1 hour', max(ends_at)) INTO v_since
    FROM player_exclusions WHERE user_id = p_user_id AND kind = 'pause';
  WITH ended AS (
    SELECT m.completed_at AS at, m.wager_amount AS stake, m.wager_amount - CASE
        WHEN m.player1_id = p_user_id THEN share.of_one ELSE share.of_two END AS loss
    FROM matches m CROSS JOIN match_shares(m.result, m.wager_amount, m.prize, m.fee) share
    WHERE (m.player1_id = p_user_id OR m.player2_id = p_user_id)
      AND m.status = 'completed' AND m.completed_at > v_since AND m.wager_amount > 0)
  SELECT count(*) FILTER (WHERE loss > 0), coalesce(sum(loss), 0),
         min(at) FILTER (WHERE loss > 0), max(at) FILTER (WHERE loss > 0),
         (array_agg(stake ORDER BY at DESC) FILTER (WHERE loss > 0))[1]
    INTO lost, down, v_first, v_newest, v_stake FROM ended;
  IF lost = 0 OR down <= 0 THEN RETURN; END IF;
  SELECT max(read_at) INTO v_read FROM chase_warnings
    WHERE user_id = p_user_id AND read_at > v_since;
  IF v_read IS NOT NULL THEN
    IF v_newest > v_read THEN rule := 'pause'; END IF;
  ELSIF lost >= v_least AND p_stake > v_stake THEN
    rule := 'stake_raised';
  ELSIF (SELECT count(*) FROM deposits WHERE user_id = p_user_id AND created_at > v_first
           AND state NOT IN ('failed', 'expired')) >= 2 THEN
    rule := 'deposits_repeated';
  END IF;
END $$;
