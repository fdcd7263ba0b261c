-- Returns in which way an advance and its payments say different things, or null: an approved one
-- has paid at most its amount, the others nothing; and who decides about it does not take part.
CREATE OR REPLACE FUNCTION prize_advance_fault(p_id bigint)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  a prize_advances;
  v_paid numeric;
BEGIN
  SELECT * INTO a FROM prize_advances WHERE id = p_id;
  SELECT coalesce(sum(amount), 0) INTO v_paid
    FROM prize_upgrade_payments WHERE advance_id = p_id;
  RETURN CASE
    WHEN a.decision IS DISTINCT FROM 'approved' AND v_paid <> 0
      THEN format('advance %s is %s, and paid %s', p_id, coalesce(a.decision, 'open'), v_paid)
    WHEN a.decision = 'approved' AND (v_paid > a.amount OR v_paid = 0)
      THEN format('advance %s of %s is approved, and paid %s', p_id, a.amount, v_paid)
    WHEN a.decision = 'approved' AND EXISTS (
      SELECT FROM tournament_participants
      WHERE tournament_id = a.tournament_id AND user_id IN (a.proposed_by, a.decided_by))
      THEN 'who decides about a prize does not take part'
  END;
END $$;
