#!/bin/bash
# Runs one part of WageWars by its name; anything else is run as it stands.
set -eu

# Something here answers with a 2xx: a port, a path. Without Python, whose start, every few seconds,
# costs twenty times as much and takes long on a busy machine.
answers() {
    exec 3<> "/dev/tcp/127.0.0.1/$1" && printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3 \
        && read -rt 4 _ status _ <&3 && [[ $status == 2?? ]]
} 2> /dev/null

is_healthy() {
    case "$1" in
        api) answers 8000 /readyz ;;
        simulators) answers 9000 / ;;
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
