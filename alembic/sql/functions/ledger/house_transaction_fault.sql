-- Returns why a transaction of the house's capital or of a corrected wallet must not be committed,
-- or null. The proposal exists: the entry has been checked against it. Capital from the bank uses
-- its receipt up here; that of a payment to the paybill was used when it went to suspense.
CREATE OR REPLACE FUNCTION house_transaction_fault(t transactions)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_id bigint := split_part(t.idempotency_key, ':', 2)::bigint;
  p staff_proposals;
  b paybill_payments;
BEGIN
  SELECT * INTO p FROM staff_proposals WHERE id = v_id;
  IF t.type = 'capital_paid_in' THEN
    SELECT * INTO b FROM paybill_payments WHERE receipt = p.receipt;
    IF FOUND AND (b.state, b.amount) IS DISTINCT FROM ('capital', p.amount) THEN
      RETURN format('paybill payment %s of %s is %s', b.id, b.amount, b.state);
    END IF;
  END IF;
  IF t.mpesa_reference IS DISTINCT FROM
     (CASE WHEN t.type = 'capital_paid_in' AND b.id IS NULL THEN p.receipt END) THEN
    RETURN format('proposal %s has another receipt', v_id);
  END IF;
  RETURN staff_proposal_fault(v_id);
END $$;
