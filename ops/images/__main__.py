"""Have every base image: pull it where a registry of images answers, else make it here.

What is there already is left alone, so that a second run takes a second. An image that was made
here carries this machine's registry configuration: it must never be pushed.
"""

import argparse
import socket
import sys
import tempfile
import time
from pathlib import Path

from ops.docker import Docker, engine
from ops.errors import OpsError
from ops.images.recipes import RECIPES, Recipe

_REGISTRY = ("registry-1.docker.io", 443)


def provide(docker: Docker, *, pull: bool) -> None:
    """Pull or make every image that is missing, and print what that took."""
    for recipe in RECIPES:
        if docker.has_image(recipe.image):
            print(f"{recipe.image:28} is there", flush=True)
            continue
        began = time.monotonic()
        if pull:
            docker.run("pull", "--quiet", recipe.image)
        else:
            make(docker, recipe)
        print(f"{recipe.image:28} {time.monotonic() - began:5.0f} s", flush=True)


def make(docker: Docker, recipe: Recipe) -> None:
    """Make one image under its public name; those that it is made of must be there."""
    with tempfile.TemporaryDirectory(prefix="wagewars-image-") as folder:
        context = Path(folder)
        recipe.fill(context)
        # The host's network: the registries are those that this machine reaches.
        docker.run("build", "--quiet", "--network", "host", "--tag", recipe.image, str(context))


def registry_answers() -> bool:
    """Return whether the public registry of images can be reached from here."""
    try:
        socket.create_connection(_REGISTRY, timeout=5).close()
    except OSError:
        return False
    return True


def main() -> int:
    """Provide all images; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make images", description=__doc__)
    parser.add_argument("--local", action="store_true", help="make them also where one could pull")
    options = parser.parse_args()
    try:
        with engine() as docker:
            provide(docker, pull=not options.local and registry_answers())
    except OpsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
