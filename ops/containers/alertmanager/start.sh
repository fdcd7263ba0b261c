#!/bin/sh
# Puts the two addresses, which often carry a token, in place of the examples of alertmanager.yml.
set -eu
umask 077
replaced() {  # EXAMPLE FILE: a sed command; what sed would understand in an address is escaped
    address=$(sed 's/[&|\\]/\\&/g' "$2")
    if [ -z "$address" ]; then echo "$2 is empty" >&2; exit 1; fi
    printf 's|%s|%s|\n' "$1" "$address"
}
replaced https://pager.example/wagewars /run/secrets/alert_pager_url > /tmp/addresses.sed
replaced https://tickets.example/wagewars /run/secrets/alert_tickets_url >> /tmp/addresses.sed
sed -f /tmp/addresses.sed /etc/wagewars/alertmanager.yml > /tmp/alertmanager.yml
exec alertmanager --config.file=/tmp/alertmanager.yml --storage.path=/alertmanager \
    --cluster.listen-address=
