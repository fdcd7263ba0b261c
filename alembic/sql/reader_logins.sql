-- Logins of people who read: one for figures, one for whoever audits. Both only read, whatever
-- is granted to them by mistake later, and cannot hold the database up.
--
-- Run once, after the migrations, by the owner of the tables or by a superuser; put a password of
-- your own in place of each PASSWORD. A person gets a login of their own: copy, and rename.
CREATE ROLE wagewars_figures LOGIN PASSWORD 'PASSWORD' IN ROLE wagewars_reader
  CONNECTION LIMIT 5;
ALTER ROLE wagewars_figures SET default_transaction_read_only = on;
ALTER ROLE wagewars_figures SET statement_timeout = '60s';
ALTER ROLE wagewars_figures SET lock_timeout = '1s';
ALTER ROLE wagewars_figures SET idle_in_transaction_session_timeout = '60s';

CREATE ROLE wagewars_inspector LOGIN PASSWORD 'PASSWORD' IN ROLE wagewars_auditor
  CONNECTION LIMIT 5;
ALTER ROLE wagewars_inspector SET default_transaction_read_only = on;
ALTER ROLE wagewars_inspector SET statement_timeout = '10min';
ALTER ROLE wagewars_inspector SET lock_timeout = '1s';
ALTER ROLE wagewars_inspector SET idle_in_transaction_session_timeout = '60s';
