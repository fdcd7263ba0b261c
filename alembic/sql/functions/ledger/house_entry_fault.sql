-- Returns why an entry of the house's capital or of a corrected wallet does not fit the proposal of
-- two people that its key names, or null. Capital comes out of suspense where M-Pesa told us of its
-- payment, and else, from the bank, straight out of what M-Pesa has.
CREATE OR REPLACE FUNCTION house_entry_fault(
  t transactions, d accounts, c accounts, p_amount numeric
)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_key text := CASE t.type
    WHEN 'capital_paid_in' THEN '^capital:(#):in$'
    WHEN 'capital_paid_out' THEN '^capital:(#):out$'
    ELSE '^adjustment:(#):done$' END;
  v_id bigint := substring(
    t.idempotency_key FROM replace(v_key, '#', '[1-9][0-9]{0,17}'))::bigint;
  p staff_proposals;
  v_fits boolean;
BEGIN
  IF v_id IS NULL THEN
    RETURN 'its key names no proposal and step of this type';
  END IF;
  SELECT * INTO p FROM staff_proposals WHERE id = v_id;
  IF NOT FOUND THEN
    RETURN format('there is no proposal %s', v_id);
  END IF;
  v_fits := p_amount = abs(p.amount) AND CASE t.type
    WHEN 'capital_paid_in' THEN
      p.action = 'capital_in' AND c.kind = 'house_capital' AND d.kind = CASE
        WHEN EXISTS (SELECT FROM paybill_payments b WHERE b.receipt = p.receipt)
          THEN 'mpesa_suspense' ELSE 'mpesa_clearing_in' END
    WHEN 'capital_paid_out' THEN
      p.action = 'capital_out' AND d.kind = 'house_capital' AND c.kind = 'mpesa_clearing_out'
    ELSE
      p.action = 'wallet_adjustment' AND CASE WHEN p.amount > 0
        THEN d.kind = 'wallet_adjustment' AND c.kind = 'user_wallet' AND c.user_id = p.user_id
        ELSE d.kind = 'user_wallet' AND d.user_id = p.user_id AND c.kind = 'wallet_adjustment' END
  END;
  RETURN CASE WHEN v_fits IS NOT TRUE
    THEN format('proposal %s has another player, accounts or amounts', v_id) END;
END $$;
