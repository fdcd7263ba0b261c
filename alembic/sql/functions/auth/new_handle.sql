-- A name that says nothing about its player, for boards and tournaments: of 48 random bits.
CREATE OR REPLACE FUNCTION new_handle()
RETURNS varchar LANGUAGE sql VOLATILE
SET search_path = public, pg_temp
AS $$
  SELECT 'hidden-' || right(gen_random_uuid()::text, 12)
$$;
