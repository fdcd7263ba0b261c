-- Checks the terms of a new match, the transitions of a live one, and that a finished one does
-- not change except by an appeal. Only a match of a tournament has no stake, can be won before it
-- began (the other one was not there), and cannot be drawn or split. The transition to `settled` needs no look-up: it is legal only
-- with the end of the match.
CREATE OR REPLACE FUNCTION check_match()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  v_live boolean := NEW.status IN ('pending', 'active', 'disputed');
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.origin = 'tournament' THEN
      IF NEW.wager_amount <> 0 OR NEW.prize <> 0 OR NEW.fee <> 0 OR NEW.fee_rate <> 0
         OR num_nonnulls(NEW.player1_ticket_id, NEW.player2_ticket_id) > 0
         OR num_nulls(NEW.tournament_id, NEW.tournament_key) > 0 THEN
        RAISE EXCEPTION 'a match of a tournament has its place there, no stake and no ticket'
          USING ERRCODE = '23514';
      END IF;
    ELSIF NEW.prize + NEW.fee IS DISTINCT FROM 2 * NEW.wager_amount
       OR NEW.wager_amount <= 0 OR NEW.prize <= 0 OR NEW.fee < 0 THEN
      RAISE EXCEPTION 'prize and fee make the pot of two stakes' USING ERRCODE = '23514';
    ELSIF num_nulls(NEW.player1_ticket_id, NEW.player2_ticket_id) > 0
       OR num_nonnulls(NEW.tournament_id, NEW.tournament_key) > 0 THEN
      RAISE EXCEPTION 'a match for money has two tickets and no place in a tournament'
        USING ERRCODE = '23514';
    END IF;
    IF NEW.player1_id = NEW.player2_id THEN
      RAISE EXCEPTION 'a player cannot be matched with themselves' USING ERRCODE = '23514';
    END IF;
    IF NEW.status <> 'pending' THEN
      RAISE EXCEPTION 'a match begins as pending' USING ERRCODE = '23514';
    END IF;
  ELSIF NEW.status IS DISTINCT FROM OLD.status THEN
    PERFORM 1 FROM state_transitions
      WHERE machine = 'match' AND from_state = OLD.status AND to_state = NEW.status;
    IF NOT FOUND
       OR OLD.status = 'pending' AND NEW.status = 'completed' AND NEW.origin <> 'tournament' THEN
      RAISE EXCEPTION 'a match cannot go from % to %', OLD.status, NEW.status
        USING ERRCODE = '23514';
    END IF;
  ELSIF NOT v_live AND (NEW.overturned_at IS NULL OR OLD.overturned_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a finished match does not change' USING ERRCODE = '23514';
  END IF;
  IF v_live AND TG_OP = 'UPDATE' AND NEW.verification_state <> OLD.verification_state THEN
    PERFORM 1 FROM state_transitions
      WHERE machine = 'verification' AND from_state = OLD.verification_state
        AND to_state = NEW.verification_state AND to_state <> 'settled';
    IF NOT FOUND THEN
      RAISE EXCEPTION 'a live match cannot go from % to %',
        OLD.verification_state, NEW.verification_state USING ERRCODE = '23514';
    END IF;
  END IF;
  IF v_live IS DISTINCT FROM (NEW.due_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a live match has a deadline, a finished one has none' USING ERRCODE = '23514';
  END IF;
  IF v_live IS DISTINCT FROM (NEW.completed_at IS NULL)
     OR v_live IS DISTINCT FROM (NEW.result IS NULL)
     OR NEW.result NOT IN ('player1', 'player2', 'split', 'draw', 'void')
     OR NEW.winner_id IS DISTINCT FROM (CASE NEW.result
          WHEN 'player1' THEN NEW.player1_id WHEN 'player2' THEN NEW.player2_id END) THEN
    RAISE EXCEPTION 'the end of a match has its moment, its result and the winner that fits'
      USING ERRCODE = '23514';
  END IF;
  IF NEW.origin = 'tournament' AND NEW.result IN ('draw', 'split') THEN
    RAISE EXCEPTION 'a match of a tournament has a winner or does not count'
      USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
