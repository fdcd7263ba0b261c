-- Ends a match, pays its escrow out and tells both players, in one statement within one round trip.
-- The winner gets the prize and the platform its fee; a draw and a void match give both stakes back.
-- One that only one player called void is `completed`: the other may still contest it. Returns
-- false if the match had ended already, or is not in the verification state `p_from`. One without a
-- stake is left to `end_stakeless_match`.
CREATE OR REPLACE FUNCTION settle_match(
  p_match_id bigint, p_result text, p_reason text, p_actor text, p_note text, p_from text
  DEFAULT NULL
)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  -- The entries are checked against the result, which this statement writes first.
  WITH ended AS (
    UPDATE matches SET
      status = CASE WHEN p_result = 'void' AND status <> 'disputed' AND p_reason <> 'silence'
               THEN 'cancelled' ELSE 'completed' END,
      verification_state = 'settled', result = p_result,
      winner_id = CASE p_result WHEN 'player1' THEN player1_id WHEN 'player2' THEN player2_id END,
      reason = p_reason, actor = p_actor, note = p_note,
      completed_at = clock_timestamp(), due_at = NULL
    WHERE id = p_match_id AND status IN ('pending', 'active', 'disputed')
      AND wager_amount > 0 AND (p_from IS NULL OR verification_state = p_from)
    RETURNING id, player1_id, player2_id, winner_id, wager_amount, prize, fee
  ), header AS (
    INSERT INTO transactions (idempotency_key, type, actor, match_id)
    SELECT 'match:' || id || ':settle',
           CASE WHEN winner_id IS NULL THEN 'wager_refund' ELSE 'wager_win' END, p_actor, id
    FROM ended RETURNING id
  ), told AS (
    INSERT INTO notifications (user_id, kind, dedupe_key, subject, variables)
    SELECT side.user_id,
           CASE WHEN m.winner_id = side.user_id THEN 'match_won'
                WHEN m.winner_id IS NOT NULL THEN 'match_lost'
                WHEN p_result = 'draw' THEN 'match_drawn' ELSE 'match_refunded' END,
           'match:' || m.id || ':settled', 'match:' || m.id,
           jsonb_build_object('amount',
             (CASE WHEN m.winner_id = side.user_id THEN m.prize ELSE m.wager_amount END)::text)
    FROM ended m CROSS JOIN LATERAL (VALUES (m.player1_id), (m.player2_id)) side (user_id)
  )
  INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)
  SELECT header.id, leg.seq, escrow.id, payee.id, leg.amount
  FROM ended m CROSS JOIN header JOIN accounts escrow ON escrow.match_id = m.id
    CROSS JOIN LATERAL (VALUES
      (1, 'user_wallet:' || coalesce(m.winner_id, m.player1_id),
       CASE WHEN m.winner_id IS NULL THEN m.wager_amount ELSE m.prize END),
      (2, CASE WHEN m.winner_id IS NULL THEN 'user_wallet:' || m.player2_id
          ELSE 'platform_fee:main' END,
       CASE WHEN m.winner_id IS NULL THEN m.wager_amount ELSE m.fee END)
    ) leg (seq, payee, amount)
    JOIN accounts payee ON payee.code = leg.payee
  WHERE leg.amount > 0;
  IF FOUND THEN
    RETURN true;
  END IF;
  PERFORM 1 FROM matches WHERE id = p_match_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no match %', p_match_id USING ERRCODE = '23503';
  END IF;
  RETURN end_stakeless_match(p_match_id, p_result, p_reason, p_actor, p_note, p_from);
END $$;
