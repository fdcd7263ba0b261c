"""Let the simulated players of the demo play: `python -m demo_players`, until it is stopped."""

import asyncio
import contextlib
import logging
import signal
import sys

from demo_players.group import Group
from demo_players.settings import read_environment


async def _run(group: Group) -> None:
    stop = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    playing = asyncio.create_task(group.run())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((playing, stopping), return_when=asyncio.FIRST_COMPLETED)
    is_stopped = stop.is_set()
    playing.cancel()
    stopping.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await playing
    if not is_stopped:
        raise RuntimeError("the simulated players ended by themselves")


def main() -> int:
    """Play until SIGTERM; return 1 if the settings are not those of a demo."""
    try:
        settings = read_environment()
    except (KeyError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    logging.basicConfig(level=settings.log_level, format="%(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("websockets").setLevel(logging.WARNING)
    asyncio.run(_run(Group(settings)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
