-- Refuses an update of a balance that no entry made, and a balance below its floor. A trigger
-- depth below 2 means that a statement of its own changed the balance. The floor is checked here
-- and not by a CHECK, which PostgreSQL parses anew for every statement (a tenth of a
-- settlement). Names are qualified, because this runs with the search path of the writer.
CREATE OR REPLACE FUNCTION check_balance_change()
RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF pg_catalog.pg_trigger_depth() OPERATOR(pg_catalog.<) 2 THEN
    RAISE EXCEPTION 'a balance moves only through entries' USING ERRCODE = '42501';
  END IF;
  IF NEW.balance OPERATOR(pg_catalog.<) NEW.floor THEN
    RAISE EXCEPTION 'not balance_not_below_floor: % on account %', NEW.balance, NEW.id
      USING ERRCODE = '23514', CONSTRAINT = 'ck_accounts_balance_not_below_floor';
  END IF;
  IF NEW.balance OPERATOR(pg_catalog.>) 0
     AND NEW.kind OPERATOR(pg_catalog.=) 'user_receivable' THEN
    RAISE EXCEPTION 'a debt cannot be repaid by more than is owed' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
