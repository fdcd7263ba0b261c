#!/bin/sh
# As the public image: fill in the templates, run the scripts, start nginx.
set -eu
for template in /etc/nginx/templates/*.template; do
    [ -e "$template" ] || continue
    names=$(env | sed 's/=.*//; s/^/$/' | tr '\n' ' ')
    envsubst "$names" < "$template" > "/etc/nginx/conf.d/$(basename "$template" .template)"
done
for script in /docker-entrypoint.d/*.sh; do
    if [ -x "$script" ]; then "$script"; fi
done
exec "$@"
