-- Posts one transaction with its entries. The only way for the app to move money, beside its
-- set-based form and the functions that end a match. The same key with the same content changes
-- nothing and returns created = false; the same key with other content is refused.
CREATE OR REPLACE FUNCTION ledger_post(
  p_key text, p_type text, p_actor text, p_match_id bigint, p_receipt text, p_debits bigint[],
  p_credits bigint[], p_amounts numeric[], OUT transaction_id bigint, OUT created boolean
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  v_same boolean;
BEGIN
  IF coalesce(cardinality(p_amounts), 0) = 0
     OR cardinality(p_debits) IS DISTINCT FROM cardinality(p_amounts)
     OR cardinality(p_credits) IS DISTINCT FROM cardinality(p_amounts) THEN
    RAISE EXCEPTION 'a transaction needs entries, each with both accounts and an amount'
      USING ERRCODE = '22023';
  END IF;
  IF p_amounts IS DISTINCT FROM p_amounts::numeric(12, 2)[] THEN
    RAISE EXCEPTION 'money has two decimals' USING ERRCODE = '22023';
  END IF;
  -- Any conflict, not only one of the key: of two that post the same credit at the same instant,
  -- one could fail on the receipt, as if another credit had used it.
  INSERT INTO transactions AS t (idempotency_key, type, actor, match_id, mpesa_reference)
    VALUES (p_key, p_type, p_actor, p_match_id, p_receipt)
    ON CONFLICT DO NOTHING
    RETURNING t.id INTO transaction_id;
  IF transaction_id IS NULL THEN
    SELECT t.id, t.type = p_type AND t.match_id IS NOT DISTINCT FROM p_match_id
           AND t.mpesa_reference IS NOT DISTINCT FROM p_receipt
           AND (SELECT array_agg(e.debit_account_id ORDER BY e.seq) = p_debits
                   AND array_agg(e.credit_account_id ORDER BY e.seq) = p_credits
                   AND array_agg(e.amount ORDER BY e.seq) = p_amounts
                FROM entries e WHERE e.transaction_id = t.id)
      INTO transaction_id, v_same
      FROM transactions t WHERE t.idempotency_key = p_key;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'receipt % was credited before', p_receipt
        USING ERRCODE = '23505', CONSTRAINT = 'uq_transactions_mpesa_reference';
    END IF;
    IF v_same IS NOT TRUE THEN
      RAISE EXCEPTION 'key % was used for another movement', p_key USING ERRCODE = '22023';
    END IF;
    created := false;
    RETURN;
  END IF;
  INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)
    SELECT ledger_post.transaction_id, leg.seq, leg.debit, leg.credit, leg.amount
    FROM unnest(p_debits, p_credits, p_amounts) WITH ORDINALITY
      AS leg (debit, credit, amount, seq);
  created := true;
END $$;
