-- Returns why an entry of `deposit` does not fit the deposit that its key names, or null: the net
-- amount to the wallet of its player, the tax to the tax account, all of it from M-Pesa.
CREATE OR REPLACE FUNCTION deposit_entry_fault(
  t transactions, d accounts, c accounts, p_amount numeric
)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_id bigint := substring(t.idempotency_key FROM '^deposit:([1-9][0-9]{0,17}):credit$')::bigint;
  r deposits;
BEGIN
  IF v_id IS NULL THEN
    RETURN 'its key names no deposit';
  END IF;
  SELECT * INTO r FROM deposits WHERE id = v_id;
  RETURN CASE
    WHEN r.id IS NULL THEN format('there is no deposit %s', v_id)
    WHEN d.kind <> 'mpesa_clearing_in' OR c.kind NOT IN ('user_wallet', 'tax_excise')
      THEN 'a deposit goes from mpesa_clearing_in to a wallet and tax_excise'
    WHEN c.user_id <> r.user_id THEN format('deposit %s is another player''s', v_id)
    WHEN c.kind = 'user_wallet' AND p_amount <> r.amount - r.tax
      THEN format('deposit %s brings %s', v_id, r.amount - r.tax)
    WHEN c.kind = 'tax_excise' AND p_amount <> r.tax
      THEN format('deposit %s has a tax of %s', v_id, r.tax)
  END;
END $$;
