-- Keeps users.cod_username what the player's game account on Activision is: one name, one store.
CREATE OR REPLACE FUNCTION keep_cod_username()
RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.platform = 'acti' THEN
    UPDATE users SET cod_username = NULL WHERE id = OLD.user_id;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.platform = 'acti' THEN
    UPDATE users SET cod_username = NEW.username WHERE id = NEW.user_id;
  END IF;
  RETURN NULL;
END $$;
