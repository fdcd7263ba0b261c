-- Posts many transactions of one type in one statement, all or none. `p_leg_keys` names the key
-- that each leg belongs to. Unlike `ledger_post`, a key or a receipt that is in use already is
-- refused, because the batch has been filtered before.
CREATE OR REPLACE FUNCTION ledger_post_batch(
  p_type text, p_actor text, p_keys text[], p_receipts text[], p_leg_keys text[], p_debits
  bigint[], p_credits bigint[], p_amounts numeric[]
)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  v_written bigint;
BEGIN
  IF coalesce(cardinality(p_keys), 0) = 0
     OR cardinality(p_receipts) IS DISTINCT FROM cardinality(p_keys)
     OR coalesce(cardinality(p_amounts), 0) = 0
     OR cardinality(p_leg_keys) IS DISTINCT FROM cardinality(p_amounts)
     OR cardinality(p_debits) IS DISTINCT FROM cardinality(p_amounts)
     OR cardinality(p_credits) IS DISTINCT FROM cardinality(p_amounts) THEN
    RAISE EXCEPTION 'transactions need entries, each with a key, both accounts and an amount'
      USING ERRCODE = '22023';
  END IF;
  IF p_amounts IS DISTINCT FROM p_amounts::numeric(12, 2)[] THEN
    RAISE EXCEPTION 'money has two decimals' USING ERRCODE = '22023';
  END IF;
  WITH header AS (
    INSERT INTO transactions (idempotency_key, type, actor, mpesa_reference)
    SELECT made.key, p_type, p_actor, made.receipt
    FROM unnest(p_keys, p_receipts) AS made (key, receipt)
    RETURNING id, idempotency_key
  )
  INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)
  SELECT header.id, row_number() OVER (PARTITION BY leg.key ORDER BY leg.at),
         leg.debit, leg.credit, leg.amount
  FROM unnest(p_leg_keys, p_debits, p_credits, p_amounts) WITH ORDINALITY
    AS leg (key, debit, credit, amount, at)
    JOIN header ON header.idempotency_key = leg.key;
  GET DIAGNOSTICS v_written = ROW_COUNT;
  IF v_written <> cardinality(p_amounts) THEN
    RAISE EXCEPTION 'a leg has no transaction' USING ERRCODE = '22023';
  END IF;
END $$;
