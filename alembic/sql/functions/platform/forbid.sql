-- Refuses the statement: rows of this table are corrected by new rows.
CREATE OR REPLACE FUNCTION forbid()
RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION '% on % is forbidden: history is corrected by a new transaction',
    TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
