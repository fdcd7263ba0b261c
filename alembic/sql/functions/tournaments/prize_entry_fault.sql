-- Returns why an entry of a clawback's or an upgrade's transaction does not fit the row that its
-- key names, or null. A clawback takes from its player, out of the wallet or as a debt; a collection
-- moves their own money to their own debt; an upgrade goes to whom its payment names, out of what
-- was recovered or, by an advance, out of our fees. The rest is checked at COMMIT
-- (`prize_transaction_fault`).
CREATE OR REPLACE FUNCTION prize_entry_fault(
  t transactions, d accounts, c accounts, p_amount numeric
)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_key text := CASE t.type
    WHEN 'prize_clawback' THEN '^clawback:(#):taken$'
    WHEN 'prize_collection' THEN '^clawback:(#):collected:#$'
    ELSE '^upgrade:(#):paid$' END;
  v_id bigint := substring(
    t.idempotency_key FROM replace(v_key, '#', '[1-9][0-9]{0,17}'))::bigint;
  k prize_clawbacks;
  p prize_upgrade_payments;
  v_fits boolean;
BEGIN
  IF v_id IS NULL THEN
    RETURN 'its key names no row and step of this type';
  END IF;
  IF t.type IN ('prize_clawback', 'prize_collection') THEN
    SELECT * INTO k FROM prize_clawbacks WHERE id = v_id;
    IF NOT FOUND THEN
      RETURN format('there is no clawback %s', v_id);
    END IF;
    v_fits := d.user_id = k.user_id AND p_amount <= k.amount AND CASE t.type
      WHEN 'prize_clawback' THEN
        d.kind IN ('user_wallet', 'user_receivable') AND c.kind = 'prize_recovery'
      ELSE
        d.kind = 'user_wallet' AND c.kind = 'user_receivable' AND c.user_id = k.user_id END;
    RETURN CASE
      WHEN v_fits IS NOT TRUE
        THEN format('clawback %s has another player, accounts or amounts', v_id)
      WHEN t.type = 'prize_collection' AND k.decision IS DISTINCT FROM 'approved'
        THEN format('clawback %s is %s', v_id, coalesce(k.decision, 'open'))
      WHEN t.type = 'prize_collection' AND c.balance + p_amount > 0
        THEN format('only %s is owed', -c.balance)
    END;
  END IF;
  SELECT * INTO p FROM prize_upgrade_payments WHERE id = v_id;
  IF NOT FOUND THEN
    RETURN format('there is no payment %s of an upgrade', v_id);
  END IF;
  v_fits := p_amount = p.amount AND CASE t.type
      WHEN 'prize_upgrade' THEN p.clawback_id IS NOT NULL AND d.kind = 'prize_recovery'
      ELSE p.advance_id IS NOT NULL AND d.kind = 'platform_fee' END
    AND CASE WHEN p.user_id IS NULL THEN c.kind = 'platform_fee'
      ELSE c.kind = 'user_wallet' AND c.user_id = p.user_id END;
  RETURN CASE WHEN v_fits IS NOT TRUE
    THEN format('payment %s has another player, accounts or amounts', v_id) END;
END $$;
