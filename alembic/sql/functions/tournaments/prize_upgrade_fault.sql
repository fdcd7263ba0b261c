-- Returns why the upgrades of a tournament cannot stand, or null: together they are at most what
-- was taken back, nobody was paid more than their own, and the house keeps only what nobody else is
-- owed, beside what it advanced. The lock makes payments of one tournament wait for each other.
CREATE OR REPLACE FUNCTION prize_upgrade_fault(p_tournament_id bigint)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_taken numeric;
  v_owed numeric;
  v_house numeric;
  v_advanced numeric;
  v_player bigint;
BEGIN
  PERFORM 1 FROM tournaments WHERE id = p_tournament_id FOR NO KEY UPDATE;
  SELECT coalesce(sum(amount), 0) INTO v_taken FROM prize_clawbacks
    WHERE tournament_id = p_tournament_id AND decision = 'approved';
  SELECT coalesce(sum(amount), 0) INTO v_owed FROM prize_upgrades
    WHERE tournament_id = p_tournament_id;
  SELECT coalesce(sum(amount) FILTER (WHERE user_id IS NULL), 0),
         coalesce(sum(amount) FILTER (WHERE advance_id IS NOT NULL), 0)
    INTO v_house, v_advanced FROM prize_upgrade_payments WHERE tournament_id = p_tournament_id;
  SELECT p.user_id INTO v_player FROM prize_upgrade_payments p
    LEFT JOIN prize_upgrades u USING (tournament_id, user_id)
    WHERE p.tournament_id = p_tournament_id AND p.user_id IS NOT NULL
    GROUP BY p.user_id, u.amount HAVING sum(p.amount) > coalesce(u.amount, 0) LIMIT 1;
  RETURN CASE
    WHEN v_owed > v_taken
      THEN format('tournament %s owes %s more, and took %s back', p_tournament_id, v_owed, v_taken)
    WHEN v_player IS NOT NULL
      THEN format('player %s was paid more than they moved up by', v_player)
    WHEN v_house > v_taken - v_owed + v_advanced
      THEN format('tournament %s left the house %s of what is others''', p_tournament_id, v_house)
  END;
END $$;
