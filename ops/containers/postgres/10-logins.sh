#!/bin/bash
# Runs once, in an empty cluster: the owner of the tables, the database, and the logins of the app
# and of backups, which may copy everything and change nothing.
set -euo pipefail
owner=$(< /run/secrets/owner_password)
app=$(< /run/secrets/app_password)
backup=$(< /run/secrets/backup_password)
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<SQL
CREATE ROLE wagewars LOGIN CREATEROLE PASSWORD '$owner';
CREATE DATABASE wagewars OWNER wagewars;
CREATE ROLE wagewars_backup LOGIN REPLICATION PASSWORD '$backup' IN ROLE pg_monitor;
SQL
echo 'host replication wagewars_backup all scram-sha-256' >> "$PGDATA/pg_hba.conf"
# As the owner, so that nothing belongs to the superuser.
{
    echo 'SET ROLE wagewars;'
    cat /wagewars-sql/roles.sql
    sed "s/'PASSWORD'/'$app'/" /wagewars-sql/app_login.sql
} | psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname wagewars
