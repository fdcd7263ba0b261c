#!/bin/sh
# Prints a Python that can run WageWars, or says in one sentence why there is none.
# PYTHON=/path/to/python, when set, is the only one considered.

newest_seen=
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14 python}; do
    seen=$("$candidate" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue
    newest_seen="${newest_seen:+$newest_seen, }$candidate is $seen"
    if "$candidate" -c 'import sys; sys.exit(not sys.version_info >= (3, 11))' >/dev/null 2>&1; then
        echo "$candidate"
        exit 0
    fi
done
echo "WageWars needs Python 3.11 or newer; ${newest_seen:-none was found on PATH}." >&2
exit 1
