-- Returns why an entry of a tournament's transaction does not fit the row that its key names, or
-- null. What the row's state must be once all is written is checked at COMMIT
-- (`tournament_transaction_fault`), and so is that an escrow is emptied, which leaves a payout no
-- other amounts than the right ones.
CREATE OR REPLACE FUNCTION tournament_entry_fault(
  t transactions, d accounts, c accounts, p_amount numeric
)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_key text := CASE t.type
    WHEN 'tournament_entry' THEN '^entry:(id):hold$'
    WHEN 'tournament_refund' THEN '^entry:(id):refund$'
    WHEN 'tournament_guarantee' THEN '^tournament:(id):guarantee$'
    WHEN 'tournament_release' THEN '^tournament:(id):release$'
    WHEN 'tournament_prizes' THEN '^tournament:(id):prizes$'
    ELSE '^sponsor:(id):funding$' END;
  v_id bigint := substring(
    t.idempotency_key FROM replace(v_key, 'id', '[1-9][0-9]{0,17}'))::bigint;
  e tournament_entries;
  tm tournaments;
  v_fits boolean;
BEGIN
  IF v_id IS NULL THEN
    RETURN 'its key names no row and step of this type';
  END IF;
  IF t.type = 'sponsor_funding' THEN
    PERFORM 1 FROM sponsor_fundings f WHERE f.id = v_id AND f.amount = p_amount
      AND d.kind = 'platform_fee' AND c.kind = 'sponsor';
    RETURN CASE WHEN NOT FOUND
      THEN format('sponsor funding %s has other accounts or amounts, or does not exist', v_id) END;
  END IF;
  IF t.type IN ('tournament_entry', 'tournament_refund') THEN
    SELECT * INTO e FROM tournament_entries WHERE id = v_id;
    IF NOT FOUND THEN
      RETURN format('there is no entry %s', v_id);
    END IF;
    SELECT * INTO tm FROM tournaments WHERE id = e.tournament_id;
    v_fits := (e.prize_part, e.house_part) = (tm.prize_part, tm.house_part)
      AND p_amount = e.prize_part + e.house_part AND CASE t.type
        WHEN 'tournament_entry' THEN
          d.kind = 'user_wallet' AND d.user_id = e.user_id AND c.tournament_id = tm.id
        ELSE
          d.tournament_id = tm.id AND c.kind = 'user_wallet' AND c.user_id = e.user_id END;
    RETURN CASE
      WHEN v_fits IS NOT TRUE
        THEN format('entry %s has another player, accounts or amounts', v_id)
      WHEN t.type = 'tournament_entry' AND tm.status NOT IN ('registration', 'check_in', 'seeded')
        THEN format('tournament %s is %s', tm.id, tm.status)
    END;
  END IF;
  SELECT * INTO tm FROM tournaments WHERE id = v_id;
  IF NOT FOUND THEN
    RETURN format('there is no tournament %s', v_id);
  END IF;
  v_fits := CASE t.type
    WHEN 'tournament_guarantee' THEN
      d.kind = 'sponsor' AND c.tournament_id = tm.id AND p_amount = tm.guarantee
    WHEN 'tournament_release' THEN
      d.tournament_id = tm.id AND c.kind = 'sponsor' AND p_amount = tm.guarantee
    ELSE
      d.tournament_id = tm.id AND CASE c.kind
        WHEN 'user_wallet' THEN EXISTS (
          SELECT FROM tournament_prizes p
          WHERE p.tournament_id = tm.id AND p.user_id = c.user_id AND p.amount = p_amount)
        WHEN 'platform_fee' THEN p_amount = (
          SELECT sum(n.house_part) FROM tournament_entries n
          WHERE n.tournament_id = tm.id AND n.state <> 'refunded')
        -- What the prize parts made up of the guarantee was not needed.
        WHEN 'sponsor' THEN p_amount = least(tm.guarantee, (
          SELECT sum(n.prize_part) FROM tournament_entries n
          WHERE n.tournament_id = tm.id AND n.state <> 'refunded'))
      END
  END;
  RETURN CASE WHEN v_fits IS NOT TRUE
    THEN format('tournament %s has other players, accounts or amounts', v_id) END;
END $$;
