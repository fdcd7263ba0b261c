#!/bin/sh
# The passwords of logins come from secrets; the list lies in memory.
set -eu
umask 077
printf '"wagewars_service" "%s"\n"pgbouncer" "%s"\n' \
    "$(cat /run/secrets/app_password)" "$(cat /run/secrets/postgres_password)" > /tmp/userlist.txt
exec pgbouncer /etc/pgbouncer/wagewars.ini
