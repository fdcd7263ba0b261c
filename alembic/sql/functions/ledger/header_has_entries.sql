-- Refuses to commit a header without entries. The table is qualified, because a temporary table
-- of that name would come first.
CREATE OR REPLACE FUNCTION header_has_entries()
RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM 1 FROM public.entries WHERE transaction_id = NEW.id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'transaction % has no entries', NEW.id USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
