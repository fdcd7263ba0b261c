-- Checks one entry that `apply_entries` did not find plainly legal: returns true, or raises an
-- error that names the rule. An entry can only join a header of its own database transaction,
-- because a header with another `xact` was committed without entries, which
-- `transaction_is_complete` refuses.
CREATE OR REPLACE FUNCTION check_entry(
  p_transaction_id bigint, p_debit bigint, p_credit bigint, p_amount numeric
)
RETURNS boolean LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  t transactions;
  d accounts;
  c accounts;
  v_fault text;
BEGIN
  -- NaN counts as greater than every number, so the upper bound is what refuses it.
  IF (p_amount > 0 AND p_amount <= 1000000000 AND p_debit <> p_credit) IS NOT TRUE THEN
    RAISE EXCEPTION 'not amount_is_sane_and_goes_somewhere: % from account % to account %',
      p_amount, p_debit, p_credit
      USING ERRCODE = '23514', CONSTRAINT = 'ck_entries_amount_is_sane_and_goes_somewhere';
  END IF;
  SELECT * INTO t FROM transactions WHERE id = p_transaction_id AND xact = pg_current_xact_id();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'entries are written together with their header, not later'
      USING ERRCODE = '42501';
  END IF;
  IF length(t.idempotency_key) < 8 THEN
    RAISE EXCEPTION 'not key_is_meaningful: %', t.idempotency_key
      USING ERRCODE = '23514', CONSTRAINT = 'ck_transactions_key_is_meaningful';
  END IF;
  SELECT * INTO d FROM accounts WHERE id = p_debit;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no account %', p_debit USING ERRCODE = '23503';
  END IF;
  SELECT * INTO c FROM accounts WHERE id = p_credit;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no account %', p_credit USING ERRCODE = '23503';
  END IF;
  v_fault := entry_fault(t, d, c, p_amount);
  IF v_fault IS NOT NULL THEN
    RAISE EXCEPTION '% from account % to account % is no %: %',
      p_amount, p_debit, p_credit, t.type, v_fault USING ERRCODE = '23514';
  END IF;
  RETURN true;
END $$;
