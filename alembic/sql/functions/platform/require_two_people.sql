-- Refuses what only an approved proposal may do, unless one that says the same was approved in this
-- database transaction. The owner of the tables, who could drop this rule as well, is not asked.
CREATE OR REPLACE FUNCTION require_two_people()
RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
DECLARE
  v_new jsonb := to_jsonb(NEW);
BEGIN
  IF current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
    RETURN NEW;
  END IF;
  PERFORM 1 FROM staff_proposals p
    WHERE p.action = TG_ARGV[0] AND p.decision = 'approved'
      AND p.decided_in = pg_current_xact_id() AND CASE p.action
        WHEN 'tax_period' THEN p.profile = v_new->>'profile'
          AND coalesce(p.effective_from, p.decided_at) = (v_new->>'effective_from')::timestamptz
        WHEN 'risk_clear' THEN p.user_id = (v_new->>'user_id')::bigint
        ELSE true END;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'two people decide this' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
