-- Returns the limits of a player that are in force: of each kind and period the newest that has
-- taken effect and, if it is a raise, was confirmed. The amount is null where one was taken away.
CREATE OR REPLACE FUNCTION limits_in_force(p_user_id bigint)
RETURNS TABLE(kind varchar, hours smallint, amount numeric) LANGUAGE sql
SET search_path = public, pg_temp
AS $$
  SELECT DISTINCT ON (l.kind, l.hours) l.kind, l.hours, l.amount
  FROM player_limits l LEFT JOIN player_limit_confirmations c ON c.limit_id = l.id
  WHERE l.user_id = p_user_id AND (NOT l.is_raise OR c.limit_id IS NOT NULL)
  ORDER BY l.kind, l.hours, l.id DESC;
$$;
