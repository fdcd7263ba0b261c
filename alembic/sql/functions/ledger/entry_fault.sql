-- Returns why a transaction of this type may not have this entry, or null if it may. `t`, `d` and
-- `c` are the header, the account debited and the account credited. Every type has its rule in one
-- of the functions called here: the row that its key names must exist, be the player's, and name
-- these accounts and this amount. What only holds once the row has changed its state is checked at
-- COMMIT, by `transaction_fault`.
CREATE OR REPLACE FUNCTION entry_fault(t transactions, d accounts, c accounts, p_amount numeric)
RETURNS text LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
  CASE t.type
    WHEN 'wager_hold', 'wager_release' THEN
      RETURN ticket_entry_fault(t, d, c, p_amount);
    WHEN 'wager_lock', 'wager_win', 'wager_refund', 'wager_split', 'wager_overturn' THEN
      RETURN match_entry_fault(t, d, c, p_amount);
    WHEN 'deposit' THEN
      RETURN deposit_entry_fault(t, d, c, p_amount);
    WHEN 'withdrawal_hold', 'withdrawal', 'withdrawal_release', 'withdrawal_late' THEN
      RETURN withdrawal_entry_fault(t, d, c, p_amount);
    WHEN 'paybill_deposit', 'suspense', 'suspense_claim' THEN
      RETURN paybill_entry_fault(t, d, c, p_amount);
    WHEN 'refund_hold', 'refund', 'refund_release' THEN
      RETURN refund_entry_fault(t, d, c, p_amount);
    WHEN 'deposit_reversed' THEN
      RETURN reversal_entry_fault(t, d, c, p_amount);
    WHEN 'receivable_repaid' THEN
      RETURN repayment_entry_fault(t, d, c, p_amount);
    WHEN 'statement_line', 'mpesa_charge' THEN
      RETURN statement_entry_fault(t, d, c, p_amount);
    WHEN 'tournament_entry', 'tournament_refund', 'tournament_prizes' THEN
      RETURN tournament_entry_fault(t, d, c, p_amount);
    WHEN 'tournament_guarantee', 'tournament_release', 'sponsor_funding' THEN
      RETURN tournament_entry_fault(t, d, c, p_amount);
    WHEN 'prize_clawback', 'prize_collection', 'prize_upgrade', 'prize_advance' THEN
      RETURN prize_entry_fault(t, d, c, p_amount);
    WHEN 'capital_paid_in', 'capital_paid_out', 'wallet_adjustment' THEN
      RETURN house_entry_fault(t, d, c, p_amount);
    ELSE
      RETURN 'there is no such type';
  END CASE;
END $$;
