#!/bin/bash
# Make the cluster at the first start and run what lies in /docker-entrypoint-initdb.d, then serve.
set -euo pipefail

from_file() {  # NAME_FILE names a file that holds NAME
    local file="$1_FILE"
    if [ -n "${!file:-}" ]; then export "$1=$(< "${!file}")"; fi
}

if [ "${1:-}" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
    from_file POSTGRES_PASSWORD
    : "${POSTGRES_USER:=postgres}" "${POSTGRES_PASSWORD:?POSTGRES_PASSWORD is missing}"
    export POSTGRES_USER
    mkdir -p "$PGDATA"
    initdb -D "$PGDATA" -U "$POSTGRES_USER" --auth-local=trust --auth-host=scram-sha-256 \
        --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") --no-instructions ${POSTGRES_INITDB_ARGS:-}
    printf 'host all all all scram-sha-256\n' >> "$PGDATA/pg_hba.conf"
    pg_ctl -D "$PGDATA" -w -o "-c listen_addresses='' -c unix_socket_directories=/var/run/postgresql" start
    export PGHOST=/var/run/postgresql PGUSER="$POSTGRES_USER" PGDATABASE=postgres
    if [ "${POSTGRES_DB:-postgres}" != postgres ]; then psql -c "CREATE DATABASE \"$POSTGRES_DB\""; fi
    export PGDATABASE="${POSTGRES_DB:-postgres}"
    for file in /docker-entrypoint-initdb.d/*; do
        case "$file" in
            *.sh) if [ -x "$file" ]; then "$file"; else . "$file"; fi ;;
            *.sql) psql -v ON_ERROR_STOP=1 -f "$file" ;;
        esac
    done
    unset PGHOST PGUSER PGDATABASE POSTGRES_PASSWORD
    pg_ctl -D "$PGDATA" -m fast -w stop
fi
case "${1:-}" in
    postgres) shift; exec postgres -c listen_addresses='*' -c unix_socket_directories=/var/run/postgresql "$@" ;;
    *) exec "$@" ;;
esac
