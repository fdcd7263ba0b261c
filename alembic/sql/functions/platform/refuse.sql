-- Refuses the statement with the text of the trigger's argument.
CREATE OR REPLACE FUNCTION refuse()
RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = '42501';
END $$;
