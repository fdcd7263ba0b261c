-- Returns whether a transaction of this type may have this entry: between which accounts, for
-- whom, how much. `t`, `d` and `c` are the header, the account debited and the account credited.
-- A type that is missing here and in `payment_entry_is_legal` cannot be posted.
CREATE OR REPLACE FUNCTION entry_is_legal(
  t transactions, d accounts, c accounts, p_amount numeric
)
RETURNS boolean LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN CASE t.type
    WHEN 'wager_hold' THEN
      d.kind = 'user_wallet' AND c.kind = 'user_stake' AND d.user_id = c.user_id
    WHEN 'wager_release' THEN
      d.kind = 'user_stake' AND c.kind = 'user_wallet' AND d.user_id = c.user_id
    WHEN 'wager_lock' THEN
      d.kind = 'user_stake' AND EXISTS (
        SELECT FROM matches m
        WHERE m.id = t.match_id AND c.match_id = m.id AND m.status = 'pending'
          AND d.user_id IN (m.player1_id, m.player2_id) AND p_amount = m.wager_amount
          AND c.balance + p_amount <= 2 * m.wager_amount)
    WHEN 'wager_refund' THEN
      c.kind = 'user_wallet' AND EXISTS (
        SELECT FROM matches m
        WHERE m.id = t.match_id AND d.match_id = m.id AND m.result IN ('draw', 'void')
          AND c.user_id IN (m.player1_id, m.player2_id) AND p_amount = m.wager_amount)
    WHEN 'wager_split' THEN EXISTS (
      SELECT FROM matches m, match_shares(m.result, m.wager_amount, m.prize, m.fee) share
      WHERE m.id = t.match_id AND d.match_id = m.id AND m.result = 'split'
        AND CASE c.kind
          WHEN 'user_wallet' THEN
            c.user_id IN (m.player1_id, m.player2_id) AND p_amount = share.of_one
          WHEN 'platform_fee' THEN p_amount = share.of_platform
        END)
    WHEN 'wager_overturn' THEN EXISTS (
      SELECT FROM matches m
      WHERE m.id = t.match_id AND m.overturned_at IS NOT NULL
        AND t.idempotency_key = 'match:' || m.id || ':overturn'
        AND ((c.match_id = m.id AND CASE
                WHEN d.kind IN ('user_wallet', 'user_receivable')
                  THEN d.user_id IN (m.player1_id, m.player2_id)
                ELSE d.kind = 'platform_fee' END)
          OR (d.match_id = m.id AND CASE c.kind
                WHEN 'user_wallet' THEN c.user_id IN (m.player1_id, m.player2_id)
                ELSE c.kind = 'platform_fee' END)))
    ELSE payment_entry_is_legal(t.type, t.idempotency_key, d, c, p_amount)
  END;
END $$;
