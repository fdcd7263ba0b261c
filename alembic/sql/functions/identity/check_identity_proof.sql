-- Lets a proof of identity stand only on what it names: for the name, that M-Pesa gave the same one
-- for money of the player's that arrived, or that staff cleared it; for the document, a check of
-- the same name that was approved, with a document that is nobody else's.
CREATE OR REPLACE FUNCTION check_identity_proof()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.step = 1 AND NOT EXISTS (
    SELECT FROM mpesa_names n
    WHERE n.id = NEW.mpesa_name_id AND n.user_id = NEW.user_id
      AND n.legal_name_id = NEW.legal_name_id
      AND (n.source <> 'deposit' OR EXISTS (SELECT FROM deposits d
             WHERE d.id = n.subject_id AND d.user_id = NEW.user_id AND d.state = 'credited'
               AND d.mpesa_reference = n.receipt))
      AND (n.source <> 'withdrawal' OR EXISTS (SELECT FROM withdrawals w
             WHERE w.id = n.subject_id AND w.user_id = NEW.user_id AND w.state = 'paid'))
      AND (n.outcome IN ('same', 'cleared') OR EXISTS (SELECT FROM identity_reviews r
             WHERE r.mpesa_name_id = n.id AND r.decision = 'approved')))
  OR NEW.step = 2 AND NOT EXISTS (
    SELECT FROM identity_checks c
      JOIN identity_documents d ON d.document_hash = c.document_hash AND d.user_id = c.user_id
    WHERE c.id = NEW.check_id AND c.user_id = NEW.user_id
      AND c.legal_name_id = NEW.legal_name_id AND c.state = 'approved') THEN
    RAISE EXCEPTION 'nothing proves step % of player %', NEW.step, NEW.user_id
      USING ERRCODE = '23514', CONSTRAINT = 'ck_identity_proofs_stands_on_something';
  END IF;
  RETURN NEW;
END $$;
