-- At commit, refuses a new match unless both players have a ticket in it, both stakes are in
-- escrow, the stake is what both agreed to, and nothing of a stake is left behind. A match of a
-- tournament has none of this.
CREATE OR REPLACE FUNCTION match_has_both_stakes()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.origin = 'tournament' THEN
    RETURN NULL; -- `check_new_account` and `keep_ticket_match` see to it
  END IF;
  -- One that was disputed in the transaction that made it has no tickets any more.
  PERFORM 1 FROM matches WHERE id = NEW.id AND status IN ('pending', 'active');
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF (SELECT count(*) FROM matchmaking_queue
      WHERE match_id = NEW.id AND user_id IN (NEW.player1_id, NEW.player2_id)) <> 2 THEN
    RAISE EXCEPTION 'match % needs the tickets of both players', NEW.id USING ERRCODE = '23514';
  END IF;
  IF (SELECT count(DISTINCT e.debit_account_id)
      FROM accounts a JOIN entries e ON e.credit_account_id = a.id
      WHERE a.match_id = NEW.id AND a.balance = 2 * NEW.wager_amount) <> 2 THEN
    RAISE EXCEPTION 'match % needs the stakes of both players', NEW.id USING ERRCODE = '23514';
  END IF;
  PERFORM 1 FROM matchmaking_queue q JOIN accounts a
      ON a.user_id = q.user_id AND a.kind = 'user_stake'
    WHERE q.match_id = NEW.id
      AND (q.wager_amount < NEW.wager_amount
           OR q.wager_amount > NEW.wager_amount AND NOT q.accept_adjacent
           OR a.balance <> 0);
  IF FOUND THEN
    RAISE EXCEPTION 'match % is not played for what both agreed to', NEW.id
      USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
