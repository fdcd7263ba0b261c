-- Returns why an entry of `wager_hold` or `wager_release` does not fit the ticket that its key
-- names, or null. A stake is held once, when the player takes a ticket, and goes back once: whole
-- when the ticket has left the queue, or what it stakes above its match's wager (`surplus`).
CREATE OR REPLACE FUNCTION ticket_entry_fault(
  t transactions, d accounts, c accounts, p_amount numeric
)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_ticket bigint := substring(t.idempotency_key
    FROM '^ticket:([1-9][0-9]{0,17}):(?:hold|release|surplus)$')::bigint;
  v_step text := split_part(t.idempotency_key, ':', 3);
  q matchmaking_queue;
  v_held numeric;
BEGIN
  IF v_ticket IS NULL OR (v_step = 'hold') IS DISTINCT FROM (t.type = 'wager_hold') THEN
    RETURN 'its key names no ticket and step of this type';
  END IF;
  SELECT * INTO q FROM matchmaking_queue WHERE id = v_ticket;
  IF t.type = 'wager_hold' THEN
    RETURN CASE
      WHEN q.id IS NULL THEN format('there is no ticket %s', v_ticket)
      WHEN d.kind <> 'user_wallet' OR c.kind <> 'user_stake'
        THEN 'a stake is held from a wallet to a stake account'
      WHEN d.user_id <> q.user_id OR c.user_id <> q.user_id
        THEN format('ticket %s is another player''s', v_ticket)
      WHEN q.match_id IS NOT NULL THEN format('ticket %s is in a match', v_ticket)
      WHEN p_amount <> q.wager_amount
        THEN format('ticket %s stakes %s', v_ticket, q.wager_amount)
    END;
  END IF;
  IF d.kind <> 'user_stake' OR c.kind <> 'user_wallet' OR d.user_id <> c.user_id THEN
    RETURN 'a stake goes back from a stake account to the wallet of the same player';
  END IF;
  SELECT e.amount INTO v_held FROM transactions h JOIN entries e ON e.transaction_id = h.id
    WHERE h.idempotency_key = 'ticket:' || v_ticket || ':hold' AND e.credit_account_id = d.id;
  IF v_held IS NULL THEN
    RETURN format('nothing of this player was held for ticket %s', v_ticket);
  END IF;
  IF v_step = 'release' THEN
    RETURN CASE
      WHEN q.id IS NOT NULL THEN format('ticket %s has not left the queue', v_ticket)
      WHEN p_amount <> v_held THEN format('ticket %s held %s', v_ticket, v_held)
    END;
  END IF;
  RETURN CASE
    WHEN q.match_id IS NULL THEN format('ticket %s is in no match', v_ticket)
    WHEN p_amount IS DISTINCT FROM
         v_held - (SELECT m.wager_amount FROM matches m WHERE m.id = q.match_id)
      THEN format('ticket %s has another surplus', v_ticket)
  END;
END $$;
