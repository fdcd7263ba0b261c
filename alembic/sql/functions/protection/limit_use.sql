-- Returns how much (KES, of time: minutes) of a limit of this kind a player has used since a moment.
--
-- deposit: what they asked to deposit, tax included, and paid to the paybill, unless it failed.
-- stake: what they staked on matches and tournaments, without what came back unplayed.
-- loss: what they lost in all that ended since, less what they won, and all that is at stake now,
-- which may be lost.
-- time: the minutes of their sessions of play.
CREATE OR REPLACE FUNCTION limit_use(p_user_id bigint, p_kind text, p_since timestamptz)
RETURNS numeric LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_waits numeric;
  v_used numeric;
BEGIN
  IF p_kind = 'deposit' THEN
    RETURN (SELECT coalesce(sum(amount), 0) FROM deposits
              WHERE user_id = p_user_id AND state NOT IN ('failed', 'expired')
                AND created_at > p_since)
         + (SELECT coalesce(sum(amount), 0) FROM paybill_payments
              WHERE user_id = p_user_id AND state = 'credited' AND completed_at > p_since);
  END IF;
  IF p_kind = 'time' THEN
    RETURN (SELECT coalesce(round(sum(extract(epoch FROM
        last_seen_at - greatest(started_at, p_since))) / 60, 2), 0)
      FROM play_sessions WHERE user_id = p_user_id AND last_seen_at > p_since);
  END IF;
  v_waits := coalesce((SELECT wager_amount FROM matchmaking_queue
    WHERE user_id = p_user_id AND match_id IS NULL), 0);
  IF p_kind = 'stake' THEN
    RETURN v_waits
      + (SELECT coalesce(sum(wager_amount), 0) FROM matches
           WHERE (player1_id = p_user_id OR player2_id = p_user_id) AND status <> 'cancelled'
             AND created_at > p_since)
      + (SELECT coalesce(sum(prize_part + house_part), 0) FROM tournament_entries
           WHERE user_id = p_user_id AND state <> 'refunded' AND created_at > p_since);
  END IF;
  SELECT coalesce(sum(m.wager_amount - CASE
      WHEN m.status <> 'completed' THEN 0
      WHEN m.player1_id = p_user_id THEN share.of_one
      ELSE share.of_two END), 0) INTO v_used
    FROM matches m CROSS JOIN match_shares(m.result, m.wager_amount, m.prize, m.fee) share
    WHERE (m.player1_id = p_user_id OR m.player2_id = p_user_id) AND m.status <> 'cancelled'
      AND (m.status <> 'completed' OR m.completed_at > p_since);
  SELECT v_used + coalesce(sum(e.prize_part + e.house_part), 0) INTO v_used
    FROM tournament_entries e
    WHERE e.user_id = p_user_id AND (e.state = 'held' OR e.state = 'spent' AND e.ended_at > p_since);
  SELECT v_used - coalesce(sum(p.amount), 0) INTO v_used
    FROM tournament_prizes p WHERE p.user_id = p_user_id AND p.created_at > p_since;
  RETURN greatest(v_waits + v_used, 0);
END $$;
