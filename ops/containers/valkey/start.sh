#!/bin/sh
# Valkey with its password from a file: on the command line `ps` would show it.
set -eu
umask 077
cat > /tmp/valkey.conf <<CONF
bind *
port 6379
dir /data
requirepass $(cat /run/secrets/redis_password)
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
loglevel warning
CONF
exec valkey-server /tmp/valkey.conf
