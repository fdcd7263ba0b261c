-- Returns in which way a clawback, its tournament and the ledger say different things, or null. An
-- approved one has taken all that its player was paid in a tournament whose prizes are paid, and
-- bars them; the others have moved nothing. Who proposes or approves it does not take part there.
CREATE OR REPLACE FUNCTION prize_clawback_fault(p_id bigint)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  k prize_clawbacks;
  v_status text;
  v_taken numeric;
  v_paid numeric;
BEGIN
  SELECT * INTO k FROM prize_clawbacks WHERE id = p_id;
  SELECT coalesce(sum(e.amount), 0) INTO v_taken
    FROM transactions x JOIN entries e ON e.transaction_id = x.id
    WHERE x.idempotency_key = 'clawback:' || p_id || ':taken';
  IF k.decision IS DISTINCT FROM 'approved' THEN
    RETURN CASE WHEN v_taken <> 0
      THEN format('clawback %s is %s, and the ledger did it', p_id,
                  coalesce(k.decision, 'open')) END;
  END IF;
  SELECT status INTO v_status FROM tournaments WHERE id = k.tournament_id FOR SHARE;
  SELECT coalesce(sum(amount), 0) INTO v_paid FROM (
    SELECT amount FROM tournament_prizes
      WHERE tournament_id = k.tournament_id AND user_id = k.user_id
    UNION ALL
    SELECT amount FROM prize_upgrade_payments
      WHERE tournament_id = k.tournament_id AND user_id = k.user_id) paid;
  RETURN CASE
    WHEN v_status NOT IN ('paid', 'archived')
      THEN format('tournament %s is %s', k.tournament_id, v_status)
    WHEN k.amount <> v_paid
      THEN format('player %s was paid %s, not %s', k.user_id, v_paid, k.amount)
    WHEN v_taken <> k.amount
      THEN format('clawback %s is approved, and the ledger took %s', p_id, v_taken)
    WHEN NOT EXISTS (
      SELECT FROM tournament_participants
      WHERE tournament_id = k.tournament_id AND user_id = k.user_id AND is_barred)
      THEN format('player %s is not barred', k.user_id)
    WHEN EXISTS (
      SELECT FROM tournament_participants
      WHERE tournament_id = k.tournament_id AND user_id IN (k.proposed_by, k.decided_by))
      THEN 'who decides about a prize does not take part'
  END;
END $$;
