-- Ends a disputed match with the prize shared by both players, and tells both. Returns false if it
-- is not disputed any more, or has no prize. Apart from `settle_match`, which runs ten thousand times as often and stays
-- short.
CREATE OR REPLACE FUNCTION split_match(
  p_match_id bigint, p_reason text, p_actor text, p_note text
)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  WITH ended AS (
    UPDATE matches SET status = 'completed', verification_state = 'settled', result = 'split',
      winner_id = NULL, reason = p_reason, actor = p_actor, note = p_note,
      completed_at = clock_timestamp(), due_at = NULL
    WHERE id = p_match_id AND status = 'disputed' AND wager_amount > 0
    RETURNING id, player1_id, player2_id, wager_amount, prize, fee
  ), header AS (
    INSERT INTO transactions (idempotency_key, type, actor, match_id)
    SELECT 'match:' || id || ':settle', 'wager_split', p_actor, id FROM ended RETURNING id
  ), told AS (
    INSERT INTO notifications (user_id, kind, dedupe_key, subject, variables)
    SELECT side.user_id, 'match_split', 'match:' || m.id || ':settled', 'match:' || m.id,
           jsonb_build_object('amount', side.amount::text)
    FROM ended m CROSS JOIN match_shares('split', m.wager_amount, m.prize, m.fee) share
      CROSS JOIN LATERAL (VALUES (m.player1_id, share.of_one), (m.player2_id, share.of_two))
        side (user_id, amount)
  )
  INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)
  SELECT header.id, leg.seq, escrow.id, payee.id, leg.amount
  FROM ended m CROSS JOIN header JOIN accounts escrow ON escrow.match_id = m.id
    CROSS JOIN match_shares('split', m.wager_amount, m.prize, m.fee) share
    CROSS JOIN LATERAL (VALUES (1, 'user_wallet:' || m.player1_id, share.of_one),
      (2, 'user_wallet:' || m.player2_id, share.of_two), (3, 'platform_fee:main', share.of_platform)
    ) leg (seq, payee, amount)
    JOIN accounts payee ON payee.code = leg.payee
  WHERE leg.amount > 0;
  RETURN FOUND;
END $$;
