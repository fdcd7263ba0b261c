-- Returns how far the identity of a player is proved: 0 nothing, 1 the name that M-Pesa gives for
-- their number is theirs, 2 a document, too. Only proofs of the name they use now count.
CREATE OR REPLACE FUNCTION identity_step(p_user_id bigint)
RETURNS smallint LANGUAGE sql STABLE
SET search_path = public, pg_temp
AS $$
  SELECT coalesce(max(p.step), 0)::smallint FROM identity_proofs p
  WHERE p.user_id = p_user_id AND p.legal_name_id =
    (SELECT l.id FROM legal_names l WHERE l.user_id = p_user_id ORDER BY l.id DESC LIMIT 1);
$$;
