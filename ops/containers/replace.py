"""Replace the containers of services by new ones without failing a request.

New ones first, as many as there are; once they are healthy and the proxy has asked Docker's DNS for
them, the old ones end, one by one. Where a new one fails, the old ones stay:

    python3 -m ops.containers.replace api     # without a name: all, as ops/deploy.sh does

Compose knows from .env or the environment what to start (COMPOSE_FILE, TAG); the image must be
there, and its migrations done. It needs nothing but Python 3.11.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence

from ops.containers.compose import Compose
from ops.docker import Docker
from ops.errors import OpsError

# In the order of a deploy: the API may send jobs that an old worker does not know.
SERVICES = ("worker", "beat", "api", "web")
_HEALTHY_SECONDS = float(os.environ.get("DEPLOY_PATIENCE", "300"))
# Longer than the proxy believes an answer (`valid=` in ops/nginx/upstreams.conf).
_DNS_SECONDS = float(os.environ.get("DEPLOY_KNOWN", "4"))
_STOP_SECONDS = 45  # longer than any stop_grace_period of these services


def replace(compose: Compose, service: str) -> None:
    """Replace all containers of `service`, or start it; raises OpsError if a new one fails."""
    old = compose.containers(service)
    wanted = _wanted(compose, old)
    scale = ("--scale", f"{service}={len(old) + wanted}") if old else ()
    try:
        compose.run("up", "-d", "--no-deps", "--no-recreate", *scale, service)
        _wait_for(compose, service, _others(compose, service, old), wanted=wanted)
    except OpsError:
        _remove(compose, _others(compose, service, old))
        raise
    if old:
        time.sleep(_DNS_SECONDS)
    _remove(compose, old)


def _wanted(compose: Compose, containers: Sequence[str]) -> int:
    """Return how many there should be: a replacement cut short left some of both releases."""
    return max(Counter(map(compose.image, containers)).values(), default=0)


def _wait_for(compose: Compose, service: str, new: Sequence[str], *, wanted: int) -> None:
    if len(new) < wanted:
        raise OpsError(f"of {wanted} new containers of {service} only {len(new)} run")
    compose.wait_until_healthy(new, seconds=_HEALTHY_SECONDS)


def _others(compose: Compose, service: str, old: Sequence[str]) -> list[str]:
    return [container for container in compose.containers(service) if container not in old]


def _remove(compose: Compose, containers: Sequence[str]) -> None:
    for container in containers:
        compose.docker.output("stop", "--time", str(_STOP_SECONDS), container)
        compose.docker.output("rm", container)


def main() -> int:
    """Replace from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m ops.containers.replace", description=__doc__)
    parser.add_argument("service", nargs="*", choices=[[], *SERVICES], default=[])
    options = parser.parse_args()
    try:
        compose = Compose(Docker(), [])
        for service in options.service or SERVICES:
            began = time.monotonic()
            replace(compose, service)
            print(f"{service:8} replaced in {time.monotonic() - began:.0f} s", flush=True)
    except OpsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
