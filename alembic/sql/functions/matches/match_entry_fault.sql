-- Returns why an entry of a match's stakes or pot does not fit the match, or null. Which amounts
-- belong to the players of an overturned match is checked at COMMIT, all together
-- (`overturned_is_paid`); that a finished match leaves nothing in escrow, by `escrow_is_paid_out`.
CREATE OR REPLACE FUNCTION match_entry_fault(
  t transactions, d accounts, c accounts, p_amount numeric
)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  m matches;
  v_key text;
  v_fits boolean;
BEGIN
  SELECT * INTO m FROM matches WHERE id = t.match_id;
  IF NOT FOUND THEN
    RETURN format('there is no match %s', t.match_id);
  END IF;
  v_key := 'match:' || m.id || CASE t.type
    WHEN 'wager_lock' THEN ':lock' WHEN 'wager_overturn' THEN ':overturn' ELSE ':settle' END;
  IF t.idempotency_key <> v_key THEN
    RETURN format('its key is not %s', v_key);
  END IF;
  IF t.type = 'wager_lock' AND m.status <> 'pending'
     OR t.type = 'wager_win' AND m.winner_id IS NULL
     OR t.type = 'wager_refund' AND coalesce(m.result, '') NOT IN ('draw', 'void')
     OR t.type = 'wager_split' AND m.result IS DISTINCT FROM 'split'
     OR t.type = 'wager_overturn' AND m.overturned_at IS NULL THEN
    RETURN format('match %s is %s with result %s', m.id, m.status, coalesce(m.result, 'none'));
  END IF;
  v_fits := CASE t.type
    WHEN 'wager_lock' THEN
      d.kind = 'user_stake' AND d.user_id IN (m.player1_id, m.player2_id) AND c.match_id = m.id
      AND p_amount = m.wager_amount AND c.balance + p_amount <= 2 * m.wager_amount
    WHEN 'wager_win' THEN
      d.match_id = m.id AND CASE c.kind
        WHEN 'user_wallet' THEN c.user_id = m.winner_id AND p_amount = m.prize
        WHEN 'platform_fee' THEN p_amount = m.fee
      END
    WHEN 'wager_refund' THEN
      d.match_id = m.id AND c.kind = 'user_wallet'
      AND c.user_id IN (m.player1_id, m.player2_id) AND p_amount = m.wager_amount
    WHEN 'wager_split' THEN
      d.match_id = m.id AND (
        SELECT CASE c.kind
          WHEN 'user_wallet' THEN
            c.user_id IN (m.player1_id, m.player2_id) AND p_amount = share.of_one
          WHEN 'platform_fee' THEN p_amount = share.of_platform
        END FROM match_shares(m.result, m.wager_amount, m.prize, m.fee) share)
    WHEN 'wager_overturn' THEN
      c.match_id = m.id AND CASE
        WHEN d.kind IN ('user_wallet', 'user_receivable')
          THEN d.user_id IN (m.player1_id, m.player2_id)
        ELSE d.kind = 'platform_fee' END
      OR d.match_id = m.id AND CASE c.kind
        WHEN 'user_wallet' THEN c.user_id IN (m.player1_id, m.player2_id)
        ELSE c.kind = 'platform_fee' END
  END;
  RETURN CASE WHEN v_fits IS NOT TRUE
    THEN format('match %s has other players, accounts or amounts', m.id) END;
END $$;
