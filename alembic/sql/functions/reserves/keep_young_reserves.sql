-- Refuses to delete leaves, or levels, of a record that is younger than a day: until then every
-- player can check theirs. Once for a statement, over all rows that it deleted.
CREATE OR REPLACE FUNCTION keep_young_reserves()
RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM reserve_records
  WHERE at > clock_timestamp() - interval '24 hours'
    AND number IN (SELECT DISTINCT number FROM gone);
  IF FOUND THEN
    RAISE EXCEPTION 'players can check a record for a day' USING ERRCODE = '42501';
  END IF;
  RETURN NULL;
END $$;
