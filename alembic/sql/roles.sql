-- The role that has the rights of the app (grants.sql); nobody can log in as it. Roles belong to the
-- whole server, so another database on it may have made this one already.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'wagewars_app') THEN
    CREATE ROLE wagewars_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
