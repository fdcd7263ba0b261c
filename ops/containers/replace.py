"""Replace the containers of a service by new ones without failing a request.

New ones first, as many as there are; once they are healthy and the proxy has asked Docker's DNS for
them, the old ones end, one by one:

    python3 -m ops.containers.replace -f docker-compose.prod.yml api

It needs nothing but Python. Pull or build the new image before, and migrate.
"""

import argparse
import sys
import time
from collections.abc import Sequence

from ops.containers.compose import Compose
from ops.docker import engine
from ops.errors import OpsError

# In the order of a deploy: the API may send jobs that an old worker does not know.
SERVICES = ("worker", "beat", "api", "web")
_DNS_SECONDS = 4  # longer than the proxy believes an answer (`valid=` in ops/nginx/upstreams.conf)
_STOP_SECONDS = 45  # longer than any stop_grace_period of these services


def replace(compose: Compose, service: str) -> None:
    """Replace all containers of `service`; where a new one fails, the old ones stay."""
    old = compose.containers(service)
    if not old:
        raise OpsError(f"no container of {service} runs")
    scale = f"{service}={2 * len(old)}"
    compose.run("up", "-d", "--no-deps", "--no-recreate", "--scale", scale, service)
    new = [container for container in compose.containers(service) if container not in old]
    try:
        compose.wait_until_healthy(new)
    except OpsError:
        _remove(compose, new)
        raise
    time.sleep(_DNS_SECONDS)
    for container in old:
        _remove(compose, [container])


def _remove(compose: Compose, containers: Sequence[str]) -> None:
    for container in containers:
        compose.docker.output("stop", "--time", str(_STOP_SECONDS), container)
        compose.docker.output("rm", container)


def main() -> int:
    """Replace from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m ops.containers.replace", description=__doc__)
    parser.add_argument("-f", "--file", action="append", default=[], help="as of docker-compose")
    parser.add_argument("service", nargs="*", choices=[[], *SERVICES], default=[])
    options = parser.parse_args()
    try:
        with engine() as docker:
            compose = Compose(docker, options.file)
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
