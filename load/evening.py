"""One evening: the crowd arrives, plays, is watched, and goes home."""

import asyncio
import contextlib
import os
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

from load import temper
from load.app import new_line
from load.books import IN_TWO_MATCHES, Books
from load.crowd import Crowd
from load.joinable import measure, percentile
from load.player import Player
from load.referee import Referees
from load.tally import Tally

_SAYS_EVERY = 15.0  # seconds
_LAG_EVERY = 0.1
_GOING_HOME_SECONDS = 240.0
_RECENT = 200  # searches that the figure in the progress lines is taken from


class Evening:
    """`players` arrive within the first quarter and play until `minutes` are over."""

    def __init__(self, *, players: int, minutes: float, seed: int, books: Books) -> None:
        self.tally = Tally()
        self.wallets: list[dict[str, str]] = []
        self._numbers = range(players)
        self._seconds = minutes * 60
        self._seed = seed
        self._books = books

    async def run(self, *, api_url: str, sim_url: str) -> None:
        """Play it from beginning to end."""
        async with new_line(api_url) as line, new_line(sim_url) as sims:
            crowd = Crowd(line, sims, self.tally, self._seed, api_url, skills={})
            people = [Player(crowd, number) for number in self._numbers]
            watching = [
                asyncio.create_task(self._guarded(work))
                for work in (Referees(crowd).work, self._watch_seats, self._watch_lag, self._say)
            ]
            come = temper.arrivals(
                self._seed, len(people), within_seconds=min(120.0, self._seconds / 4)
            )
            living = [
                asyncio.create_task(player.live(after_seconds=seconds))
                for player, seconds in zip(people, come, strict=True)
            ]
            await asyncio.wait(living, timeout=self._seconds)
            crowd.closing.set()
            print("  nobody looks for another game; all play to the end", flush=True)
            await self._see_off(living)
            for task in watching:
                task.cancel()
            await asyncio.gather(*watching, return_exceptions=True)
            self.wallets = [await player.app.get("/payments/wallet") for player in people]

    async def _see_off(self, living: list[asyncio.Task[None]]) -> None:
        done, stuck = await asyncio.wait(living, timeout=_GOING_HOME_SECONDS)
        for task in stuck:
            task.cancel()
        if stuck:
            self.tally.note_offence(f"{len(stuck)} players could not go home")
        await asyncio.gather(*stuck, return_exceptions=True)
        for task in done:
            if (error := task.exception()) is not None:
                self.tally.note_error(f"a player broke down: {error!r}")

    async def _guarded(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run a watcher; a watch that broke down must not look like a quiet one."""
        try:
            await work()
        except Exception as error:  # noqa: BLE001  # noted, and the run fails by it
            self.tally.note_offence(f"{work.__name__} broke down: {error!r}")

    async def _watch_seats(self) -> None:
        """Look once a second whether anybody sits in two live matches."""
        while True:
            found = await asyncio.to_thread(self._books.rows, IN_TWO_MATCHES)
            for user_id, match_ids in found:
                self.tally.note_offence(f"player {user_id} sits in the matches {match_ids}")
            self.tally.deeds["looks at all seats"] += 1
            await asyncio.sleep(1)

    async def _watch_lag(self) -> None:
        """Note how late this process itself is: what it adds to each figure."""
        while True:
            began = time.monotonic()
            await asyncio.sleep(_LAG_EVERY)
            self.tally.lags.append(time.monotonic() - began - _LAG_EVERY)

    async def _say(self) -> None:
        requests, before = 0, time.monotonic()
        while True:
            await asyncio.sleep(_SAYS_EVERY)
            now, total = time.monotonic(), sum(self.tally.answers.values())
            print(self._line((total - requests) / (now - before)), flush=True)
            requests, before = total, now

    def _line(self, rate: float) -> str:
        tally = self.tally
        stages = Counter(tally.stages.values())
        here = ", ".join(f"{number} {stage}" for stage, number in stages.most_common())
        recent = measure(tally.stays[-_RECENT:]).seconds
        found = (
            f"found in {percentile(recent, 50) * 1000:.0f} ms (p95 {percentile(recent, 95):.2f} s)"
            if recent
            else "nobody found yet"
        )
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        with contextlib.suppress(IndexError):
            found += f" · own lag p95 {percentile(tally.lags[-150:], 95) * 1000:.0f} ms"
        return (
            f"  {time.monotonic() - tally.began_at:4.0f} s: {here} · {tally.matches} matches over"
            f" · {found} · {rate:.0f} requests/s · load {load:.1f}"
            f" · {len(tally.errors)} errors, {len(tally.offences)} offences"
        )
