-- Returns in which way the status of a tournament and its money say different things, or null. The
-- guarantee is in escrow as long as it goes on, beside all fees that are held; a cancelled one and
-- a paid one have an empty escrow; and prizes are the pool: all prize parts, or the guarantee if
-- that is more.
CREATE OR REPLACE FUNCTION tournament_money_fault(p_id bigint)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  tm tournaments;
  v_steps text[];
  v_balance numeric;
  v_held numeric;
  v_held_entries bigint;
  v_pool numeric;
  v_fees numeric;
  v_prizes numeric;
BEGIN
  SELECT * INTO tm FROM tournaments WHERE id = p_id;
  -- In one statement, which sees one moment: fees are held and given back meanwhile.
  SELECT coalesce((
           SELECT array_agg(split_part(idempotency_key, ':', 3) ORDER BY idempotency_key)
           FROM transactions WHERE idempotency_key = ANY (ARRAY(
             SELECT 'tournament:' || p_id || ':' || step
             FROM unnest(ARRAY['guarantee', 'prizes', 'release']) step))), '{}'),
         coalesce((SELECT balance FROM accounts WHERE tournament_id = p_id), 0),
         coalesce((SELECT sum(amount) FROM tournament_prizes WHERE tournament_id = p_id), 0),
         coalesce(sum(prize_part + house_part) FILTER (WHERE state = 'held'), 0),
         count(*) FILTER (WHERE state = 'held'),
         greatest(sum(prize_part), tm.guarantee),
         coalesce(sum(prize_part + house_part), 0)
    INTO v_steps, v_balance, v_prizes, v_held, v_held_entries, v_pool, v_fees
    FROM tournament_entries WHERE tournament_id = p_id AND state <> 'refunded';
  IF NOT (CASE
       WHEN tm.status = 'draft' THEN v_steps = '{}'
       WHEN tm.status = 'cancelled' THEN v_steps IN ('{}', '{guarantee,release}')
       ELSE ('guarantee' = ANY (v_steps)) = (tm.guarantee > 0)
         AND NOT 'release' = ANY (v_steps)
         AND ('prizes' = ANY (v_steps)) =
             (tm.status IN ('paid', 'archived') AND v_fees + tm.guarantee > 0) END) THEN
    RETURN format('tournament %s is %s with a guarantee of %s, but the ledger did %s',
                  p_id, tm.status, tm.guarantee, v_steps);
  END IF;
  IF tm.status IN ('draft', 'cancelled', 'paid', 'archived') THEN
    IF v_balance <> 0 OR v_held_entries > 0 THEN
      RETURN format('tournament %s is %s with %s in escrow and %s entries held',
                    p_id, tm.status, v_balance, v_held_entries);
    END IF;
  ELSIF v_balance <> v_held + tm.guarantee THEN
    RETURN format('tournament %s holds %s, not %s', p_id, v_balance, v_held + tm.guarantee);
  END IF;
  IF v_prizes <> (CASE WHEN tm.status IN ('paid', 'archived') THEN v_pool ELSE 0 END) THEN
    RETURN format('tournament %s is %s, and its prizes of %s are not its pool', p_id, tm.status,
                  v_prizes);
  END IF;
  RETURN NULL;
END $$;
