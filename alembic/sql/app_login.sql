-- The login of the app: it has the rights of `wagewars_app`, and owns nothing.
--
-- Run once, after roles.sql, by the owner of the tables (who needs CREATEROLE) or by a superuser;
-- put a password of your own in place of PASSWORD. The app sends no session settings when it
-- connects, so that a pooler in transaction mode works: they belong to the role.
CREATE ROLE wagewars_service LOGIN PASSWORD 'PASSWORD' IN ROLE wagewars_app;
ALTER ROLE wagewars_service SET lock_timeout = '5s';
ALTER ROLE wagewars_service SET statement_timeout = '15s';
ALTER ROLE wagewars_service SET idle_in_transaction_session_timeout = '30s';
-- The ledger's functions are planned once a connection, not at each call (a tenth of a settlement).
ALTER ROLE wagewars_service SET plan_cache_mode = 'force_generic_plan';
