-- Ends a match of a tournament and tells both players; it moves no money. Returns false if the match
-- had ended already, has a stake, or is not in the verification state `p_from`.
CREATE OR REPLACE FUNCTION end_stakeless_match(
  p_match_id bigint, p_result text, p_reason text, p_actor text, p_note text, p_from text
)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  WITH ended AS (
    UPDATE matches SET
      status = CASE WHEN p_result = 'void' AND status <> 'disputed' THEN 'cancelled'
               ELSE 'completed' END,
      verification_state = 'settled', result = p_result,
      winner_id = CASE p_result WHEN 'player1' THEN player1_id WHEN 'player2' THEN player2_id END,
      reason = p_reason, actor = p_actor, note = p_note,
      completed_at = clock_timestamp(), due_at = NULL
    WHERE id = p_match_id AND status IN ('pending', 'active', 'disputed')
      AND wager_amount = 0 AND (p_from IS NULL OR verification_state = p_from)
    RETURNING id, player1_id, player2_id, winner_id
  )
  INSERT INTO notifications (user_id, kind, dedupe_key, subject, variables)
  SELECT side.user_id,
         CASE WHEN m.winner_id = side.user_id THEN 'tournament_match_won'
              WHEN m.winner_id IS NOT NULL THEN 'tournament_match_lost'
              ELSE 'tournament_match_void' END,
         'match:' || m.id || ':settled', 'match:' || m.id, '{}'
  FROM ended m CROSS JOIN LATERAL (VALUES (m.player1_id), (m.player2_id)) side (user_id);
  RETURN FOUND;
END $$;
