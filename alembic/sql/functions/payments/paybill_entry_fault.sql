-- Returns why an entry of a paybill payment's transaction does not fit the payment that its key
-- names, or null: its step, its player once they are known, its amount and tax.
CREATE OR REPLACE FUNCTION paybill_entry_fault(
  t transactions, d accounts, c accounts, p_amount numeric
)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_id bigint := substring(t.idempotency_key
    FROM '^paybill:([1-9][0-9]{0,17}):(?:credit|suspense|claim)$')::bigint;
  p paybill_payments;
  v_fits boolean;
BEGIN
  IF v_id IS NULL OR split_part(t.idempotency_key, ':', 3) <> (CASE t.type
       WHEN 'paybill_deposit' THEN 'credit' WHEN 'suspense' THEN 'suspense' ELSE 'claim' END) THEN
    RETURN 'its key names no paybill payment and step of this type';
  END IF;
  SELECT * INTO p FROM paybill_payments WHERE id = v_id;
  IF NOT FOUND THEN
    RETURN format('there is no paybill payment %s', v_id);
  END IF;
  IF p.verified_at IS NULL THEN
    RETURN format('paybill payment %s is not proven', v_id);
  END IF;
  IF c.kind = 'user_wallet' AND c.user_id IS DISTINCT FROM p.user_id THEN
    RETURN format('paybill payment %s is another player''s', v_id);
  END IF;
  v_fits := CASE t.type
    WHEN 'suspense' THEN
      d.kind = 'mpesa_clearing_in' AND c.kind = 'mpesa_suspense' AND p_amount = p.amount
    ELSE
      d.kind = (CASE t.type WHEN 'suspense_claim' THEN 'mpesa_suspense'
                ELSE 'mpesa_clearing_in' END)
      AND CASE c.kind
        WHEN 'user_wallet' THEN p_amount = p.amount - p.tax
        WHEN 'tax_excise' THEN p_amount = p.tax
      END
  END;
  RETURN CASE WHEN v_fits IS NOT TRUE
    THEN format('paybill payment %s has other accounts or amounts', v_id) END;
END $$;
