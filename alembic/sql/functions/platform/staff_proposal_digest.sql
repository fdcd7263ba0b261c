-- Returns the SHA-256 (hex) of all that a proposal proposes, why, and by whom.
CREATE OR REPLACE FUNCTION staff_proposal_digest(p staff_proposals)
RETURNS text LANGUAGE sql STABLE
SET search_path = public, pg_temp
AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(
    p.action, p.user_id, p.amount, CASE p.action WHEN 'capital_in' THEN p.receipt END, p.code,
    p.profile, extract(epoch FROM p.effective_from), p.reason, p.proposed_by)::text, 'UTF8')),
    'hex');
$$;
