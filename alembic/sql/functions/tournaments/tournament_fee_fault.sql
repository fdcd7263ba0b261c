-- Returns in which way the state of an entry, its tournament and the ledger say different things,
-- or null: a fee is held while the tournament goes on, refunded, or spent when it was paid out. The
-- lock makes a fee and the end of its tournament wait for each other.
CREATE OR REPLACE FUNCTION tournament_fee_fault(p_id bigint)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  e tournament_entries;
  v_status text;
  v_steps text[];
BEGIN
  SELECT * INTO e FROM tournament_entries WHERE id = p_id;
  SELECT status INTO v_status FROM tournaments WHERE id = e.tournament_id FOR SHARE;
  IF NOT (CASE e.state
       WHEN 'held' THEN v_status NOT IN ('draft', 'paid', 'archived', 'cancelled')
       WHEN 'spent' THEN v_status IN ('paid', 'archived')
       ELSE v_status <> 'draft' END) THEN
    RETURN format('entry %s is %s in a tournament that is %s', p_id, e.state, v_status);
  END IF;
  SELECT coalesce(array_agg(split_part(idempotency_key, ':', 3) ORDER BY idempotency_key), '{}')
    INTO v_steps FROM transactions
    WHERE idempotency_key IN ('entry:' || p_id || ':hold', 'entry:' || p_id || ':refund');
  IF v_steps IS DISTINCT FROM (CASE
       WHEN e.prize_part + e.house_part = 0 THEN '{}'
       WHEN e.state = 'refunded' THEN '{hold,refund}'
       ELSE '{hold}' END)::text[] THEN
    RETURN format('entry %s is %s, but the ledger did %s', p_id, e.state, v_steps);
  END IF;
  RETURN NULL;
END $$;
