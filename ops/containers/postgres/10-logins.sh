#!/bin/bash
# Runs once, in an empty cluster: the owner of the tables, the database, and the login of the app.
set -euo pipefail
owner=$(< /run/secrets/owner_password)
app=$(< /run/secrets/app_password)
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<SQL
CREATE ROLE wagewars LOGIN CREATEROLE PASSWORD '$owner';
CREATE DATABASE wagewars OWNER wagewars;
SQL
# As the owner, so that nothing belongs to the superuser.
{
    echo 'SET ROLE wagewars;'
    cat /wagewars-sql/roles.sql
    sed "s/'PASSWORD'/'$app'/" /wagewars-sql/app_login.sql
} | psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname wagewars
