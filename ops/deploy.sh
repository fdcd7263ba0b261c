#!/bin/bash
# Replace the release that runs on this machine, container by container, without a failed request.
#
#   ops/deploy.sh deploy REVISION NAME@sha256:… NAME@sha256:…    backend and web app
#   ops/deploy.sh rollback                                       the release before
#
# It runs in the folder of the checkout, whose .env names the compose files (COMPOSE_FILE) and the
# project. The new container is there and healthy before an old one goes (docs/deploy/rolling.md). As
# the command of a key in authorized_keys it takes its words from what was asked for by ssh.
set -euo pipefail

SERVICES="worker beat api web" # in this order: an old worker does not know the jobs of a new API
PATIENCE=${DEPLOY_PATIENCE:-120} # seconds until a container must be healthy
KNOWN=${DEPLOY_KNOWN:-4} # seconds until the proxy knows a new one: `valid=` of ops/nginx/upstreams.conf, and some
STATE=.deploy

say() { printf '%s %s\n' "$(date -u +%H:%M:%S)" "$*"; }
fail() { say "$*" >&2; exit 1; }

COMPOSE="docker compose"
docker compose version > /dev/null 2>&1 || COMPOSE=docker-compose # which 1.29 still was
compose() { $COMPOSE "$@"; }

health() { # of a container: healthy, unhealthy, starting, or gone
    docker inspect --format '{{.State.Health.Status}}' "$1" 2> /dev/null || echo gone
}

wait_healthy() {
    local until=$((SECONDS + PATIENCE))
    while [ "$(health "$1")" != healthy ]; do
        [ "$SECONDS" -lt "$until" ] || return 1
        sleep 1
    done
}

# Replaces each container of a service by one of release $TAG, one after the other.
roll() {
    local service=$1 old new before count
    before=$(compose ps -q "$service")
    count=$(wc -w <<< "$before")
    if [ "$count" -eq 0 ]; then
        say "$service does not run: it is started"
        compose up -d --no-deps "$service" || return 1
        before=""
    fi
    for old in $before; do
        compose up -d --no-deps --no-recreate --scale "$service=$((count + 1))" "$service" || return 1
        new=$(compose ps -q "$service" | grep -vxF -e "$before" -e "$(printf '%s\n' "${seen[@]-}")" | head -1)
        if ! wait_healthy "$new"; then
            say "$service: the new container is $(health "$new")"
            docker logs --tail 20 "$new" >&2 || true
            docker stop -t 30 "$new" > /dev/null && docker rm "$new" > /dev/null
            return 1
        fi
        seen+=("$new")
        sleep "$KNOWN"
        docker stop -t 40 "$old" > /dev/null && docker rm "$old" > /dev/null
        say "$service: replaced ${old:0:12} by ${new:0:12}"
    done
}

# Brings everything to release $TAG.
roll_all() {
    local service seen
    for service in $SERVICES; do
        seen=()
        roll "$service" || return 1
    done
}

fetch() { # an image by its digest, and a name for it here that compose knows
    [[ $2 =~ ^[a-z0-9./_-]+@sha256:[0-9a-f]{64}$ ]] || fail "not an image by its digest: $2"
    docker pull --quiet "$2" > /dev/null
    docker tag "$2" "$1:$TAG"
}

files_of() { # compose files, proxy and this script as they were in that release
    git fetch --quiet origin
    git checkout --quiet --detach "$1"
}

# The proxy is replaced only when its files have changed: for a second or two nobody listens then.
renew_proxy() {
    if git diff --quiet "$1" "$2" -- nginx.conf ops/nginx; then return; fi
    say "the proxy's files have changed: it is started anew"
    compose up -d --no-deps --force-recreate nginx
}

deploy() {
    [[ $1 =~ ^[0-9a-f]{40}$ ]] || fail "not a revision: $1"
    local release=$1 former=""
    export TAG=$release
    [ ! -f "$STATE/current" ] || former=$(cat "$STATE/current")
    fetch "${BACKEND_IMAGE:-wagewars-backend}" "$2"
    fetch "${WEB_IMAGE:-wagewars-web}" "$3"
    # The pooler is built on this machine, and goes on as it is under the new name.
    docker tag "wagewars-pgbouncer:${former:-local}" "wagewars-pgbouncer:$TAG" 2> /dev/null || true
    files_of "$TAG"
    say "migrations, while ${former:-nothing} runs"
    if ! compose run --rm --no-deps migrate; then
        [ -z "$former" ] || files_of "$former"
        fail "the migrations failed: ${former:-nothing} runs as before"
    fi
    if ! roll_all; then
        [ -n "$former" ] || fail "the first release did not get ready"
        say "back to $former"
        put_back "$former"
        fail "$release did not get ready; $former runs"
    fi
    [ -z "$former" ] || renew_proxy "$former" "$TAG"
    [ -z "$former" ] || [ "$former" = "$TAG" ] || echo "$former" > "$STATE/previous"
    remember
    say "$TAG runs"
}

remember() { # so that `docker compose up` by hand starts the same release
    echo "$TAG" > "$STATE/current"
    touch .env
    sed -i '/^TAG=/d' .env
    echo "TAG=$TAG" >> .env
}

put_back() { # the containers of release $1; the database stays as it is, which it must be able to use
    export TAG=$1
    files_of "$TAG"
    roll_all || fail "$TAG did not get ready either: a person is needed"
}

rollback() {
    [ -f "$STATE/previous" ] || fail "there is no release before this one"
    local now
    now=$(cat "$STATE/current")
    put_back "$(cat "$STATE/previous")"
    renew_proxy "$now" "$TAG"
    remember
    rm "$STATE/previous"
    say "$TAG runs again; the database has stayed as it is"
}

main() {
    cd "$(dirname "$0")/.."
    local words=("$@")
    [ -z "${SSH_ORIGINAL_COMMAND:-}" ] || read -ra words <<< "$SSH_ORIGINAL_COMMAND"
    set -- "${words[@]-}"
    mkdir -p "$STATE"
    exec 9> "$STATE/lock"
    flock -n 9 || fail "another deployment is under way"
    case "${1:-} $#" in
        "deploy 4") deploy "$2" "$3" "$4" ;;
        "rollback 1") rollback ;;
        *) fail "usage: deploy REVISION BACKEND@sha256:… WEB@sha256:…, or rollback" ;;
    esac
}

main "$@"
exit # bash reads a script as it goes, and a deployment may have replaced this one
