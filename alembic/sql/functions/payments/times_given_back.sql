-- Returns how often the ledger gave the payment of this receipt back: by refunds of ours, and by
-- reversals of M-Pesa's own.
CREATE OR REPLACE FUNCTION times_given_back(p_receipt text) RETURNS bigint
LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN (
    SELECT count(*) FROM refunds r JOIN transactions t
      ON t.idempotency_key IN ('refund:' || r.id || ':done', 'refund:' || r.id || ':late')
    WHERE r.original_receipt = p_receipt AND r.state <> 'released'
  ) + (
    SELECT count(*) FROM mpesa_lines l JOIN transactions t
      ON t.idempotency_key = 'reversal:' || l.receipt
    WHERE l.original_receipt = p_receipt AND l.kind = 'reversal'
  );
END $$;
