-- The role that has the rights of the app (grants.sql). Roles belong to the whole server, so another
-- database on it may have made this one already.
DO $$ BEGIN
  CREATE ROLE wagewars_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
  EXECUTE format('GRANT wagewars_app TO %I', current_user);
EXCEPTION WHEN unique_violation OR object_in_use OR invalid_grant_operation THEN NULL;
END $$;
