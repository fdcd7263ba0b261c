#!/bin/bash
# Replace the release that runs on this machine without a failed request.
#
#   ops/deploy.sh deploy REVISION NAME@sha256:… NAME@sha256:…    backend and web app
#   ops/deploy.sh rollback                                       the release before
#
# It runs in the folder of the checkout, whose .env names the compose files (COMPOSE_FILE) and the
# project, and needs Python 3.11 for ops/containers/replace.py (docs/deploy/rolling.md). As the command
# of a key in authorized_keys it takes its words from what was asked for by ssh.
set -euo pipefail

STATE=.deploy

say() { printf '%s %s\n' "$(date -u +%H:%M:%S)" "$*"; }
fail() { say "$*" >&2; exit 1; }

COMPOSE="docker compose"
docker compose version > /dev/null 2>&1 || COMPOSE=docker-compose # which 1.29 still was
compose() { $COMPOSE "$@"; }

# Brings worker, beat, API and web app to release $TAG, by the program of the release checked out.
roll() { python3 -B -m ops.containers.replace; }

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
    if ! roll; then
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
    roll || fail "$TAG did not get ready either: a person is needed"
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
