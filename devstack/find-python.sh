#!/bin/sh
# Prints a Python that can run WageWars, or one sentence that says why there is none.
# PYTHON, in the environment or in .env, is then the only one considered; the environment wins.
# Only builtins of the shell, and the rules of devstack/instances.py for lines of .env.

dotenv="${0%/*}/../.env"
if [ -z "$PYTHON" ] && [ -r "$dotenv" ]; then
    while read -r line || [ -n "$line" ]; do
        line="${line#export }"
        case "$line" in
            PYTHON=\"*\" | PYTHON=\'*\') PYTHON="${line#PYTHON=?}" && PYTHON="${PYTHON%?}" ;;
            PYTHON=*) PYTHON="${line#PYTHON=}" && PYTHON="${PYTHON%% #*}" ;;
        esac
    done <"$dotenv"
fi

if [ -n "$PYTHON" ]; then
    set -- "$PYTHON"
    without_any="PYTHON is $PYTHON, which does not start"
else
    set -- python3 python3.13 python3.12 python3.11 python3.14 python
    without_any="none was found on PATH"
fi
seen=
for candidate in "$@"; do
    version=$("$candidate" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue
    seen="${seen:+$seen, }$candidate is $version"
    if "$candidate" -c 'import sys; sys.exit(not sys.version_info >= (3, 11))' >/dev/null 2>&1; then
        echo "$candidate"
        exit 0
    fi
done
echo "WageWars needs Python 3.11 or newer; ${seen:-$without_any}." >&2
exit 1
