-- Returns why a payment of an upgrade must not be committed, or null. Out of a clawback only what
-- was recovered is paid: of all that was taken from its player, what is not passed on yet covers
-- their whole debt, so debts to us are met before, and one that is reversed counts again.
CREATE OR REPLACE FUNCTION prize_payment_fault(p_id bigint)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  p prize_upgrade_payments;
  k prize_clawbacks;
  v_passed_on numeric;
  v_left numeric;
  v_debt numeric;
  v_fault text;
BEGIN
  SELECT * INTO p FROM prize_upgrade_payments WHERE id = p_id;
  v_fault := prize_upgrade_fault(p.tournament_id);
  IF v_fault IS NOT NULL THEN
    RETURN v_fault;
  END IF;
  IF p.advance_id IS NOT NULL THEN
    PERFORM 1 FROM prize_advances WHERE id = p.advance_id AND tournament_id = p.tournament_id;
    RETURN CASE WHEN NOT FOUND THEN format('advance %s is another tournament''s', p.advance_id)
      ELSE prize_advance_fault(p.advance_id) END;
  END IF;
  SELECT * INTO k FROM prize_clawbacks WHERE id = p.clawback_id;
  SELECT coalesce(sum(amount), 0) INTO v_passed_on
    FROM prize_upgrade_payments WHERE clawback_id = k.id;
  SELECT coalesce(sum(o.amount), 0) - coalesce((
      SELECT sum(n.amount) FROM prize_upgrade_payments n
        JOIN prize_clawbacks l ON l.id = n.clawback_id WHERE l.user_id = k.user_id), 0)
    INTO v_left FROM prize_clawbacks o WHERE o.user_id = k.user_id AND o.decision = 'approved';
  SELECT -balance INTO v_debt FROM accounts
    WHERE user_id = k.user_id AND kind = 'user_receivable';
  RETURN CASE
    WHEN k.decision IS DISTINCT FROM 'approved' OR k.tournament_id <> p.tournament_id
      THEN format('clawback %s is %s, of tournament %s', k.id, coalesce(k.decision, 'open'),
                  k.tournament_id)
    WHEN v_passed_on > k.amount
      THEN format('clawback %s took %s, and %s was passed on', k.id, k.amount, v_passed_on)
    WHEN v_left < v_debt
      THEN format('clawback %s has not recovered this: %s is owed, %s was not passed on', k.id,
                  v_debt, v_left)
  END;
END $$;
