-- Returns why a transaction must not be committed, or null. Its entries have been checked one by
-- one (a deposit's are here); now the whole of it, after all else in the database transaction.
CREATE OR REPLACE FUNCTION transaction_fault(t transactions)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_total numeric;
  v_legs bigint;
  v_fault text;
BEGIN
  SELECT sum(amount), count(*) INTO v_total, v_legs FROM entries WHERE transaction_id = t.id;
  IF t.type = 'deposit' THEN
    SELECT min(deposit_entry_fault(t, d, c, e.amount)) INTO v_fault FROM entries e
      JOIN accounts d ON d.id = e.debit_account_id JOIN accounts c ON c.id = e.credit_account_id
      WHERE e.transaction_id = t.id;
    IF v_fault IS NOT NULL THEN
      RETURN v_fault;
    END IF;
  END IF;
  IF (t.match_id IS NOT NULL) IS DISTINCT FROM (t.type IN
       ('wager_lock', 'wager_win', 'wager_refund', 'wager_split', 'wager_overturn')) THEN
    RETURN 'only what is staked in a match names one';
  END IF;
  PERFORM 1 FROM entries WHERE transaction_id = t.id
    GROUP BY debit_account_id, credit_account_id HAVING count(*) > 1;
  IF FOUND THEN
    RETURN 'two of its entries are between the same accounts';
  END IF;
  CASE t.type
    WHEN 'wager_hold', 'wager_release', 'wager_lock' THEN
      RETURN stake_transaction_fault(t, v_legs);
    WHEN 'deposit', 'paybill_deposit', 'suspense', 'suspense_claim',
         'withdrawal_hold', 'withdrawal', 'withdrawal_release', 'withdrawal_late',
         'refund_hold', 'refund', 'refund_release' THEN
      RETURN payment_transaction_fault(t, v_total);
    WHEN 'deposit_reversed' THEN
      RETURN reversal_transaction_fault(t, v_total);
    WHEN 'receivable_repaid' THEN
      RETURN CASE WHEN t.mpesa_reference IS NOT NULL THEN 'a repayment has no receipt' END;
    WHEN 'statement_line', 'mpesa_charge' THEN
      RETURN CASE
        WHEN t.mpesa_reference IS NOT NULL THEN 'the receipt belongs to the movement it answers'
        WHEN v_legs <> 1 THEN 'a row of M-Pesa''s list is one entry'
        WHEN NOT EXISTS (
          SELECT FROM mpesa_lines l WHERE l.receipt = split_part(t.idempotency_key, ':', 2)
            AND l.posted_at IS NOT NULL AND (l.kind = 'charge') = (t.type = 'mpesa_charge'))
          THEN 'the row of M-Pesa''s list is not marked as posted'
      END;
    WHEN 'tournament_entry', 'tournament_refund', 'tournament_guarantee', 'tournament_release',
         'tournament_prizes', 'sponsor_funding' THEN
      RETURN coalesce(tournament_transaction_fault(t), house_money_fault(t));
    WHEN 'prize_clawback', 'prize_collection', 'prize_upgrade', 'prize_advance' THEN
      RETURN coalesce(prize_transaction_fault(t), house_money_fault(t));
    WHEN 'capital_paid_in', 'capital_paid_out', 'wallet_adjustment' THEN
      RETURN coalesce(house_transaction_fault(t), house_money_fault(t));
    ELSE
      RETURN CASE WHEN t.mpesa_reference IS NOT NULL THEN 'a pot has no receipt' END;
  END CASE;
END $$;
