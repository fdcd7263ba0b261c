-- Returns whether a payment's entry fits the payment: its two accounts, its player and its
-- amount. The key `<subject>:<id>:<step>` names the row that the entry moves money for.
CREATE OR REPLACE FUNCTION payment_entry_is_legal(
  p_type text, p_key text, d accounts, c accounts, p_amount numeric
)
RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp
AS $$
DECLARE
  v_id bigint := substring(p_key FROM '^[a-z]+:([0-9]{1,18}):[a-z]+$')::bigint;
  v_subject text := split_part(p_key, ':', 1);
  v_step text := split_part(p_key, ':', 3);
  w withdrawals;
  p paybill_payments;
  r refunds;
BEGIN
  CASE p_type
    WHEN 'withdrawal_hold', 'withdrawal', 'withdrawal_release', 'withdrawal_late' THEN
      SELECT * INTO w FROM withdrawals WHERE id = v_id;
      IF NOT FOUND OR v_subject <> 'withdrawal' OR d.user_id IS DISTINCT FROM w.user_id THEN
        RETURN false;
      END IF;
      RETURN CASE p_type
        WHEN 'withdrawal_hold' THEN
          v_step = 'hold' AND d.kind = 'user_wallet' AND c.kind = 'user_withdraw_hold'
          AND c.user_id = w.user_id AND p_amount = w.amount
        WHEN 'withdrawal_release' THEN
          v_step = 'release' AND d.kind = 'user_withdraw_hold' AND c.kind = 'user_wallet'
          AND c.user_id = w.user_id AND p_amount = w.amount
        WHEN 'withdrawal' THEN
          v_step = 'paid' AND d.kind = 'user_withdraw_hold' AND CASE c.kind
            WHEN 'mpesa_clearing_out' THEN p_amount = w.net
            WHEN 'tax_withholding' THEN p_amount = w.tax
            WHEN 'platform_fee' THEN p_amount = w.fee
            WHEN 'user_wallet' THEN c.user_id = w.user_id AND p_amount = w.change
          END
        -- Paid although released: what the wallet holds, and the rest as a debt.
        ELSE
          v_step = 'late' AND d.kind IN ('user_wallet', 'user_receivable') AND CASE c.kind
            WHEN 'mpesa_clearing_out' THEN p_amount <= w.net
            WHEN 'tax_withholding' THEN p_amount <= w.tax
            WHEN 'platform_fee' THEN p_amount <= w.fee
          END
      END;
    WHEN 'paybill_deposit', 'suspense', 'suspense_claim' THEN
      SELECT * INTO p FROM paybill_payments WHERE id = v_id;
      IF NOT FOUND OR v_subject <> 'paybill' THEN
        RETURN false;
      END IF;
      RETURN CASE p_type
        WHEN 'suspense' THEN
          v_step = 'suspense' AND d.kind = 'mpesa_clearing_in' AND c.kind = 'mpesa_suspense'
          AND p_amount = p.amount
        ELSE
          v_step = (CASE p_type WHEN 'suspense_claim' THEN 'claim' ELSE 'credit' END)
          AND d.kind = (CASE p_type WHEN 'suspense_claim' THEN 'mpesa_suspense'
                        ELSE 'mpesa_clearing_in' END)
          AND CASE c.kind
            WHEN 'user_wallet' THEN c.user_id = p.user_id AND p_amount = p.amount - p.tax
            WHEN 'tax_excise' THEN p_amount = p.tax
          END
      END;
    WHEN 'refund_hold', 'refund', 'refund_release' THEN
      SELECT * INTO r FROM refunds WHERE id = v_id;
      IF NOT FOUND OR v_subject <> 'refund' THEN
        RETURN false;
      END IF;
      RETURN CASE p_type
        WHEN 'refund_hold' THEN
          v_step = 'hold' AND d.kind = 'user_wallet' AND d.user_id = r.user_id
          AND c.kind = 'user_withdraw_hold' AND c.user_id = r.user_id
          AND p_amount = r.wallet_amount
        WHEN 'refund_release' THEN
          v_step = 'release' AND d.kind = 'user_withdraw_hold' AND d.user_id = r.user_id
          AND c.kind = 'user_wallet' AND c.user_id = r.user_id AND p_amount = r.wallet_amount
        ELSE
          v_step IN ('done', 'late') AND c.kind = 'mpesa_clearing_in' AND CASE d.kind
            WHEN 'user_withdraw_hold' THEN d.user_id = r.user_id AND p_amount = r.wallet_amount
            WHEN 'user_wallet' THEN v_step = 'late' AND d.user_id = r.user_id
            WHEN 'user_receivable' THEN v_step = 'late' AND d.user_id = r.user_id
            WHEN 'tax_excise' THEN p_amount = r.tax_amount
            WHEN 'mpesa_suspense' THEN r.user_id IS NULL AND p_amount = r.amount
          END
      END;
    WHEN 'deposit_reversed' THEN
      RETURN v_subject = 'reversal' AND c.kind = 'mpesa_clearing_in'
        AND d.kind IN ('user_wallet', 'user_receivable', 'tax_excise', 'mpesa_suspense');
    WHEN 'receivable_repaid' THEN
      RETURN d.kind = 'user_wallet' AND c.kind = 'user_receivable' AND d.user_id = c.user_id
        AND c.balance + p_amount <= 0;
    WHEN 'statement_line' THEN
      RETURN v_subject = 'statement' AND (d.kind, c.kind) IN (
        ('mpesa_float', 'mpesa_clearing_in'), ('mpesa_clearing_in', 'mpesa_float'),
        ('mpesa_clearing_out', 'mpesa_float'), ('mpesa_float', 'mpesa_clearing_out'));
    WHEN 'mpesa_charge' THEN
      RETURN v_subject = 'charge' AND d.kind = 'mpesa_charges' AND c.kind = 'mpesa_float';
    WHEN 'deposit' THEN
      RETURN d.kind = 'mpesa_clearing_in' AND c.kind IN ('user_wallet', 'tax_excise');
    ELSE
      RETURN false;
  END CASE;
END $$;
