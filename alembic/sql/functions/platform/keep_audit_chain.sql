-- Lets an entry of the audit in only at the end of the chain: next number, right hash, and a text
-- that says what the columns say (backend/app/domain/platform/audit_chain.py).
CREATE OR REPLACE FUNCTION keep_audit_chain()
RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  last_seq bigint;
  last_hash bytea;
  said jsonb;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('audit', 0));
  SELECT seq, hash INTO last_seq, last_hash
    FROM audit_entries WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1;
  last_hash := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
  IF NEW.seq IS DISTINCT FROM coalesce(last_seq, 0) + 1 THEN
    RAISE EXCEPTION 'the next entry of the audit is number %', coalesce(last_seq, 0) + 1
      USING ERRCODE = '23514';
  END IF;
  IF NEW.hash IS DISTINCT FROM
      sha256(convert_to('WWAUD1', 'UTF8') || last_hash || convert_to(NEW.entry, 'UTF8')) THEN
    RAISE EXCEPTION 'the hash of entry % does not follow the one before', NEW.seq
      USING ERRCODE = '23514';
  END IF;
  said := NEW.entry::jsonb;
  IF said->>'seq' IS DISTINCT FROM NEW.seq::text
      OR said->>'action' IS DISTINCT FROM NEW.action
      OR said->>'subject' IS DISTINCT FROM NEW.subject
      OR said->>'actor' IS DISTINCT FROM coalesce('staff:' || NEW.admin_id, 'system')
      OR said->>'approver' IS DISTINCT FROM 'staff:' || NEW.approver_id
      OR said->>'ip' IS DISTINCT FROM NEW.address
      OR nullif(said->'before', 'null') IS DISTINCT FROM NEW.before
      OR nullif(said->'after', 'null') IS DISTINCT FROM NEW.after
      OR said->>'reason' IS DISTINCT FROM NEW.detail->>'reason'
      OR coalesce(said->'detail', '{}') IS DISTINCT FROM NEW.detail - 'reason' THEN
    RAISE EXCEPTION 'entry % says something else than its text', NEW.seq USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
