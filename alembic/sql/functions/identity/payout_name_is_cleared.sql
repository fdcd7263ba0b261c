-- Refuses to send money to a number whose owner M-Pesa calls otherwise than the player, until staff
-- has approved that name. What M-Pesa said last about the number counts.
CREATE OR REPLACE FUNCTION payout_name_is_cleared()
RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  n mpesa_names;
BEGIN
  SELECT * INTO n FROM mpesa_names
    WHERE user_id = NEW.user_id AND phone = NEW.phone ORDER BY id DESC LIMIT 1;
  IF n.outcome = 'differs' AND NOT EXISTS (SELECT FROM identity_reviews r
       WHERE r.mpesa_name_id = n.id AND r.decision = 'approved') THEN
    RAISE EXCEPTION 'the number of withdrawal % is under another name', NEW.id
      USING ERRCODE = '23514', CONSTRAINT = 'ck_withdrawals_name_is_cleared';
  END IF;
  RETURN NEW;
END $$;
