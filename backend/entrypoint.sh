#!/bin/sh
# Runs one part of WageWars by its name; anything else is run as it stands.
set -eu

answers() {  # the address answers with a 2xx
    python -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=4)' "$1" 2>/dev/null
}

is_healthy() {
    case "$1" in
        api) answers http://127.0.0.1:8000/readyz ;;
        simulators) answers http://127.0.0.1:9000/ ;;
        # Each task that ends in this worker, and each job that this beat sends, touches the file.
        worker | beat) [ $(($(date +%s) - $(stat -c %Y "$HEARTBEAT_PATH"))) -lt 60 ] ;;
    esac
}

case "${1:-}" in
    # Whose X-Forwarded-For is believed stands in FORWARDED_ALLOW_IPS.
    api) set -- python -m app.cli.serve ;;
    worker)
        set -- celery --quiet -A app.workers.celery_app worker --pool threads \
            --concurrency "${WORKER_THREADS:-8}" --without-gossip --without-mingle --loglevel INFO ;;
    beat) set -- celery --quiet -A app.workers.celery_app beat --loglevel INFO ;;
    migrate) set -- alembic upgrade head ;;
    seed) set -- python -m app.seed ;;
    register) set -- python -m app.cli.register_mpesa paybill pull ;;
    simulators)
        set -- uvicorn simulators.main:app --host 0.0.0.0 --port 9000 --no-access-log ;;
    demo-players) set -- python -m demo_players ;;
    healthy) shift; is_healthy "$@"; exit ;;
esac
exec "$@"
